/** The application's {@code Hypervisor} port, one package per engine. */
@NullMarked
package dev.berth.hypervisor;

import org.jspecify.annotations.NullMarked;
