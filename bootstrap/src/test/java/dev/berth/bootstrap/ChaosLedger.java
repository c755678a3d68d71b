package dev.berth.bootstrap;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients were told, and what they should not have seen. */
final class ChaosLedger {
    private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
    private final Queue<String> undocumented = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acceptedCount = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final AtomicInteger reconnects = new AtomicInteger();

    void accepted(long server, String kind, long operation) {
        accepted.add(new Accepted(server, kind, operation));
        acceptedCount.incrementAndGet();
    }

    void refused() {
        refused.incrementAndGet();
    }

    /** A change that may have been accepted or not. */
    void unanswered() {
        unanswered.incrementAndGet();
    }

    void unavailable() {
        unavailable.incrementAndGet();
    }

    void reconnected() {
        reconnects.incrementAndGet();
    }

    void undocumented(String what) {
        undocumented.add(what);
    }

    Collection<Accepted> acceptedOnes() {
        return accepted;
    }

    int acceptedCount() {
        return acceptedCount.get();
    }

    int unansweredCount() {
        return unanswered.get();
    }

    Collection<String> undocumentedOnes() {
        return undocumented;
    }

    @Override
    public String toString() {
        return "refused=%s, 503s=%s, reconnects=%s, unanswered=%s"
                .formatted(refused, unavailable, reconnects, unanswered);
    }
}
