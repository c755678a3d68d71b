/** What every feature's use cases share: pages of lists. */
@NullMarked
package dev.berth.application.port.in;

import org.jspecify.annotations.NullMarked;
