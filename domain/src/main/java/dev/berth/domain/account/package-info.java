/** Accounts, their tokens, their SSH keys, their credit. */
@NullMarked
package dev.berth.domain.account;

import org.jspecify.annotations.NullMarked;
