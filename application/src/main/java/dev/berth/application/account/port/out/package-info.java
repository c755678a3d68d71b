/** What the use cases of accounts need from outside. */
@NullMarked
package dev.berth.application.account.port.out;

import org.jspecify.annotations.NullMarked;
