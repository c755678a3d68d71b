/** Accounts, credit, tokens and SSH keys: the operator's endpoints and the account's own. */
@NullMarked
package dev.berth.rest.account;

import org.jspecify.annotations.NullMarked;
