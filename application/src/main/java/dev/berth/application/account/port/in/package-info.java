/** What can be asked of accounts and tokens. */
@NullMarked
package dev.berth.application.account.port.in;

import org.jspecify.annotations.NullMarked;
