/** What can be asked of operations. */
@NullMarked
package dev.berth.application.operation.port.in;

import org.jspecify.annotations.NullMarked;
