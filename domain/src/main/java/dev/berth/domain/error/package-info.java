/** The one error model: what can be refused, and how both transports are told. Also the one rule of plain text. */
@NullMarked
package dev.berth.domain.error;

import org.jspecify.annotations.NullMarked;
