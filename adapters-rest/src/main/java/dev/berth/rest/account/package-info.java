/** The operator's endpoints of accounts, credit and tokens. */
@NullMarked
package dev.berth.rest.account;

import org.jspecify.annotations.NullMarked;
