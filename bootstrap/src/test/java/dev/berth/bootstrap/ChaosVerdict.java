package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.time.Duration;
import java.util.List;

/** What a scenario comes to, when its clients have gone. */
record ChaosVerdict(String scenario, long seed, ChaosCluster cluster, ChaosLedger ledger) {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(90);

    /** Waits for what was accepted, prints the counts, and fails for all that should not be. */
    void require(String more) {
        Audit audit = new Audit(cluster.database());
        boolean ended = awaitEnd(audit);
        List<Accepted> lost = audit.lost(ledger.acceptedOnes());
        List<String> doubled = audit.doubledOrMissing();
        System.out.printf(
                "chaos %s: seed=%d, accepted=%d, ended=%d, doubled=%d, lost=%d (%s%s)%n",
                scenario, seed, ledger.acceptedCount(), audit.ended(), doubled.size(), lost.size(), ledger, more);
        assertAll(
                () -> assertThat(ledger.undocumentedOnes().stream().limit(20))
                        .as(
                                "some of %d answers that clients should not have seen",
                                ledger.undocumentedOnes().size())
                        .isEmpty(),
                () -> assertThat(lost.stream().limit(20)).as("lost").isEmpty(),
                () -> assertThat(audit.operations())
                        .as("what was accepted is what clients know of, and at most what they had no answer to")
                        .isBetween(
                                (long) ledger.acceptedCount(),
                                (long) ledger.acceptedCount() + ledger.unansweredCount()),
                audit::assertConsistent,
                () -> assertThat(doubled.stream().limit(20))
                        .as("done twice, or not at all")
                        .isEmpty(),
                () -> assertThat(ended).as("everything ended in time").isTrue());
        requireNothingHeldAfterDeletes(audit);
    }

    private static boolean awaitEnd(Audit audit) {
        try {
            Await.until("everything has ended", ENDS_WITHIN, audit::nothingRuns, Boolean::booleanValue);
            return true;
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            return false;
        }
    }

    private void requireNothingHeldAfterDeletes(Audit audit) {
        cluster.deleteEverything();
        assertThat(awaitEnd(audit)).as("every delete has ended").isTrue();
        audit.assertConsistent();
        assertThat(audit.doubledOrMissing()).isEmpty();
        assertThat(audit.database().holdsNothing()).as("a leak").isTrue();
    }
}
