package dev.berth.application.server.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.server.port.out.UsageRepository.SampledMachine;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.UsageRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link UsageRepository} does. */
public abstract class UsageRepositoryContract {
    private Repositories store;
    private UsageRepository usage;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        usage = store.usage();
        fixtures = new Fixtures(store);
    }

    @Test
    void only_machines_of_active_servers_are_sampled() {
        fixtures.provisioning();
        Server stopping = active();
        store.servers()
                .save(stopping.begin(OperationKind.STOP, store.operations().nextId(), fixtures.now));
        Server active = active();
        assertThat(usage.running(0, 10))
                .containsExactly(new SampledMachine(active.id(), active.machine(), active.hostId(), null));
    }

    @Test
    void machines_of_every_account_come_by_id_batch_after_batch() {
        List<Server> all = IntStream.range(0, 5)
                .mapToObj(i -> fixtures.active(fixtures.account(5).id()))
                .toList();
        assertThat(usage.running(0, 3))
                .extracting(SampledMachine::server)
                .containsExactly(all.get(0).id(), all.get(1).id(), all.get(2).id());
        assertThat(usage.running(all.get(2).id().value(), 3))
                .extracting(SampledMachine::server)
                .containsExactly(all.get(3).id(), all.get(4).id());
    }

    @Test
    void a_saved_record_takes_the_place_of_the_one_before() {
        Server sampled = active();
        Server fresh = active();
        usage.save(List.of(record(sampled, 10.0)));
        usage.save(List.of(record(sampled, 99.5), record(fresh, 0.25)));
        assertThat(usage.running(0, 10))
                .extracting(SampledMachine::lastUsage)
                .containsExactly(record(sampled, 99.5), record(fresh, 0.25));
    }

    @Test
    void nothing_to_save_is_fine() {
        usage.save(List.of());
        assertThat(usage.running(0, 10)).isEmpty();
    }

    private Server active() {
        return fixtures.active(fixtures.account.id());
    }

    private UsageRecord record(Server server, double cpuPercent) {
        return new UsageRecord(
                server.id(), cpuPercent, 3_000, 70, 1L << 50, (1L << 50) + 1, fixtures.now.plusMillis(1));
    }
}
