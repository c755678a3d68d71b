/** Accounts, credit and tokens, in SQL. */
@NullMarked
package dev.berth.persistence.account;

import org.jspecify.annotations.NullMarked;
