package dev.berth.domain.placement;

import org.jspecify.annotations.Nullable;

/**
 * All that there is to see of a pool.
 *
 * @param pool the pool
 * @param usage what has become of its addresses; null for IPv6, where there is one for every server there will ever be
 */
public record AddressPoolDetails(AddressPool pool, @Nullable Usage usage) {
    /**
     * What has become of the addresses of a pool.
     *
     * @param addresses how many servers can have
     * @param used how many servers have
     * @param quarantined how many nobody is given yet, because a server had them until lately
     */
    public record Usage(long addresses, long used, long quarantined) {
        /** How many can be given to a server now. */
        public long free() {
            return addresses - used - quarantined;
        }
    }
}
