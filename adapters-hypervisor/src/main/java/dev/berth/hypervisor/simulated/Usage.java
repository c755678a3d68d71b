package dev.berth.hypervisor.simulated;

import dev.berth.domain.catalog.Resources;
import dev.berth.domain.server.UsageSample;
import java.time.Instant;
import java.util.UUID;

/**
 * What a machine uses: a function of which machine it is, its size, its traffic and the time, so that all replicas
 * agree. Each machine has a level of its own and waves about it.
 */
final class Usage {
    private static final double BYTES_PER_GB = 1e9;
    private static final double DISK_PER_TRAFFIC = 0.02;
    private static final double DISK_CEILING = 0.9;
    private static final double TRAFFIC_PERIOD = 3_600;

    private Usage() {}

    static UsageSample of(UUID machine, Resources size, long traffic, Instant now) {
        return new UsageSample(cpu(machine, now), memory(machine, size, now), disk(machine, size, traffic), traffic);
    }

    /** Bytes in and out between two times, all of which the machine was on. */
    static long traffic(UUID machine, Instant from, Instant to) {
        return Math.max(0, Math.round(trafficSince1970(machine, to) - trafficSince1970(machine, from)));
    }

    private static double cpu(UUID machine, Instant now) {
        double level = 5 + 60 * trait(machine, 0);
        double noise = 20 * wave(machine, 1, 900, now) + 10 * wave(machine, 2, 70, now);
        return Math.min(100, Math.max(0, level + noise));
    }

    private static long memory(UUID machine, Resources size, Instant now) {
        double level = 0.35 + 0.4 * trait(machine, 3);
        double share = level + 0.1 * wave(machine, 4, 3_000, now) + 0.05 * wave(machine, 5, 240, now);
        return Math.round(size.memory() * share);
    }

    private static long disk(UUID machine, Resources size, long traffic) {
        double image = 2 + 3 * trait(machine, 6);
        double written = traffic / BYTES_PER_GB * DISK_PER_TRAFFIC;
        return (long) Math.min(size.storage() * DISK_CEILING, image + written);
    }

    /** The integral of a rate that swings but never turns negative, so that it only grows. */
    private static double trafficSince1970(UUID machine, Instant time) {
        double rate = 20_000 + 480_000 * trait(machine, 7);
        double angular = 2 * Math.PI / TRAFFIC_PERIOD;
        return rate * (seconds(time) + 0.8 / angular * wave(machine, 8, TRAFFIC_PERIOD, time));
    }

    /** -1 to 1, with this period in seconds. */
    private static double wave(UUID machine, int which, double period, Instant time) {
        return Math.sin(2 * Math.PI * (seconds(time) / period + trait(machine, which)));
    }

    /** 0 to 1, always the same for this machine. */
    private static double trait(UUID machine, int which) {
        long bits =
                machine.getMostSignificantBits() ^ Long.rotateLeft(machine.getLeastSignificantBits(), 7 * which + 1);
        bits = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
        bits = (bits ^ (bits >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return ((bits ^ (bits >>> 33)) >>> 11) * 0x1.0p-53;
    }

    /** Whole milliseconds: below them rounding would let the traffic run backwards. */
    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1e3;
    }
}
