package dev.berth.domain.catalog;

import dev.berth.domain.error.DomainException;

/**
 * What a server takes on its host, or what a host has.
 *
 * @param vcpus count
 * @param memory MiB
 * @param storage GB
 */
public record Resources(long vcpus, long memory, long storage) {
    /** So much that nobody has it, and so little that no sum of it overflows, in bytes either. */
    private static final long MOST = 1_000_000_000;

    public Resources {
        if (vcpus < 0 || memory < 0 || storage < 0) {
            throw new IllegalArgumentException("negative resources");
        }
    }

    /**
     * Checks one figure of a plan or a host.
     *
     * @param field what the figure is called
     */
    public static long requireFigure(String field, long figure) {
        if (figure < 1 || figure > MOST) {
            throw DomainException.invalid(field, "out_of_range", "Must be 1 to %d.".formatted(MOST));
        }
        return figure;
    }

    /** Checks all of them. */
    public void requireValid() {
        requireFigure("vcpus", vcpus);
        requireFigure("memory", memory);
        requireFigure("storage", storage);
    }

    public Resources plus(Resources other) {
        return new Resources(vcpus + other.vcpus, memory + other.memory, storage + other.storage);
    }

    public Resources minus(Resources other) {
        return new Resources(vcpus - other.vcpus, memory - other.memory, storage - other.storage);
    }

    /** Whether this fits into what is free. */
    public boolean fitsInto(Resources free) {
        return vcpus <= free.vcpus && memory <= free.memory && storage <= free.storage;
    }
}
