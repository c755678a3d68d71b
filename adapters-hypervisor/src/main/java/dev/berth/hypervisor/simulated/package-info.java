/**
 * A hypervisor whose machines are rows. They take their time to boot and to shut down, use what machines use, and
 * outlive the process, so that several replicas of Berth see the same ones.
 */
@NullMarked
package dev.berth.hypervisor.simulated;

import org.jspecify.annotations.NullMarked;
