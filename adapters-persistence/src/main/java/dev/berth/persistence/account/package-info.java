/** Accounts, credit, tokens and SSH keys, in SQL. */
@NullMarked
package dev.berth.persistence.account;

import org.jspecify.annotations.NullMarked;
