/** What can be asked of accounts, tokens and SSH keys. */
@NullMarked
package dev.berth.application.account.port.in;

import org.jspecify.annotations.NullMarked;
