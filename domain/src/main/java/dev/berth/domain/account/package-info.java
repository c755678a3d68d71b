/** Accounts, their tokens, their credit. */
@NullMarked
package dev.berth.domain.account;

import org.jspecify.annotations.NullMarked;
