package dev.berth.domain.placement;

import dev.berth.domain.catalog.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Ranks hosts for a server. */
public final class Placement {
    /** Whoever finds all of these full ranks anew. */
    private static final int MOST = 4;

    private Placement() {}

    /**
     * A few of the hosts with room, best first: the less loaded of two random ones, then others at random. Two random
     * choices spread nearly as well as the freest host would, and do not send every concurrent create to the same row.
     *
     * @param hosts candidates; their figures may be a little old, the reservation itself decides
     */
    public static List<HostId> rank(List<Host> hosts, Resources wanted, RandomGenerator random) {
        List<Host> fitting = new ArrayList<>(
                hosts.stream().filter(host -> host.takes(wanted)).toList());
        int wantedHosts = Math.min(fitting.size(), MOST);
        for (int i = 0; i < wantedHosts; i++) {
            Collections.swap(fitting, i, random.nextInt(i, fitting.size()));
        }
        if (fitting.size() > 1
                && fitting.get(1).loadWith(wanted) < fitting.get(0).loadWith(wanted)) {
            Collections.swap(fitting, 0, 1);
        }
        return fitting.stream().limit(wantedHosts).map(Host::id).toList();
    }
}
