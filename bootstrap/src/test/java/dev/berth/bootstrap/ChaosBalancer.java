package dev.berth.bootstrap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sends requests only to replicas that say they are ready, as a load balancer does. */
final class ChaosBalancer implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final ChaosCluster cluster;
    private final Set<ChaosReplica> ready = ConcurrentHashMap.newKeySet();
    private final List<Thread> checks = new ArrayList<>();
    private volatile boolean closed;

    ChaosBalancer(ChaosCluster cluster) {
        this.cluster = cluster;
        for (int i = 0; i < cluster.size(); i++) {
            int index = i; // a thread for each: one that does not answer must not keep the others waiting
            Thread check = new Thread(() -> check(index), "chaos-balancer-" + i);
            checks.add(check);
            check.start();
        }
    }

    ChaosReplica pick(Random random) {
        while (true) {
            List<ChaosReplica> choice = List.copyOf(ready);
            if (!choice.isEmpty()) {
                return choice.get(random.nextInt(choice.size()));
            }
            Await.pause(Duration.ofMillis(20));
        }
    }

    boolean isReady(ChaosReplica replica) {
        return ready.contains(replica);
    }

    private void check(int index) {
        while (!closed) {
            ChaosReplica replica = cluster.replica(index);
            if (replica.isReady()) {
                ready.add(replica);
            } else {
                ready.remove(replica);
            }
            Await.pause(INTERVAL);
        }
    }

    @Override
    public void close() {
        closed = true;
        checks.forEach(check -> {
            try {
                check.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
