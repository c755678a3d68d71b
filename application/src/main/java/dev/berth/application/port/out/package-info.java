/** What every feature needs from outside: transactions. */
@NullMarked
package dev.berth.application.port.out;

import org.jspecify.annotations.NullMarked;
