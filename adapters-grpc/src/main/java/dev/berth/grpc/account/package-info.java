/** The operator's side, and the account's own: its tokens and SSH keys. */
@NullMarked
package dev.berth.grpc.account;

import org.jspecify.annotations.NullMarked;
