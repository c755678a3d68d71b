package dev.berth.domain.catalog;

/**
 * What a server takes on its host, or what a host has.
 *
 * @param vcpus count
 * @param memory MiB
 * @param storage GB
 */
public record Resources(long vcpus, long memory, long storage) {
    public Resources {
        if (vcpus < 0 || memory < 0 || storage < 0) {
            throw new IllegalArgumentException("negative resources");
        }
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
