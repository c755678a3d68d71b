/** Problem documents (RFC 9457): the one place where refusals and faults become answers. */
@NullMarked
package dev.berth.rest.error;

import org.jspecify.annotations.NullMarked;
