package dev.berth.application.operation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationQueueContract;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.operation.Operation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A queue like any other, that tells of each end. */
class AnnouncingQueueTest extends OperationQueueContract {
    private final List<Operation> announced = new ArrayList<>();

    @Override
    protected Repositories repositories() {
        Repositories plain = Repositories.inMemory();
        OperationQueue queue = new AnnouncingQueue(plain.queue(), plain.transactions(), announced::add);
        return plain.with(queue);
    }

    @Test
    void an_end_is_told_once_it_is_committed_and_not_before() {
        Repositories store = repositories();
        Operation ended = store.transactions().required(() -> {
            Operation finished = finish(store);
            assertThat(announced).isEmpty();
            return finished;
        });
        assertThat(announced).containsExactly(ended);
    }

    @Test
    void an_end_that_is_taken_back_is_not_told() {
        Repositories store = repositories();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    finish(store);
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(announced).isEmpty();
    }

    private static Operation finish(Repositories store) {
        Fixtures fixtures = new Fixtures(store);
        fixtures.provisioning();
        Claim claim =
                store.queue().claim(fixtures.liveReplica(), 1, fixtures.now).get(0);
        Operation ended = claim.operation().stepDone().stepDone().succeed(fixtures.now);
        store.queue().finish(claim, ended);
        return ended;
    }
}
