/** What the contracts of the ports are tried on and with. */
@NullMarked
package dev.berth.application.testdata;

import org.jspecify.annotations.NullMarked;
