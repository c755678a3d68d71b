package dev.berth.application.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Hypervisor;
import dev.berth.application.operation.port.out.HypervisorContract;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.testdata.HypervisorsByHost;
import dev.berth.application.testing.FaultyHypervisor;
import dev.berth.application.testing.FaultyHypervisor.Call;
import dev.berth.application.testing.FaultyHypervisor.Fault;
import dev.berth.application.testing.InMemoryHypervisor;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.UsageRecord;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSamplerTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Logger SAMPLER = Logger.getLogger(UsageSampler.class.getName());

    static {
        SAMPLER.setLevel(Level.OFF);
    }

    private final Map<HostId, FaultyHypervisor> hosts = new HashMap<>();
    private final FakeUsage usage = new FakeUsage();
    private final Hypervisors hypervisors = new HypervisorsByHost(hosts);

    /** Servers by id, each on a host. */
    private static final class FakeUsage implements UsageRepository {
        final NavigableMap<Long, SampledMachine> machines = new TreeMap<>();
        final Map<Long, UsageRecord> records = new HashMap<>();
        long unrecordable;

        @Override
        public List<SampledMachine> running(long afterServerId, int limit) {
            return machines.tailMap(afterServerId, false).values().stream()
                    .limit(limit)
                    .map(machine -> new SampledMachine(
                            machine.server(),
                            machine.machine(),
                            machine.host(),
                            records.get(machine.server().value())))
                    .toList();
        }

        @Override
        public void save(List<UsageRecord> saved) {
            if (saved.stream().anyMatch(record -> record.serverId().value() == unrecordable)) {
                throw new IllegalStateException("a fault of the store");
            }
            saved.forEach(record -> records.put(record.serverId().value(), record));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 499, 500, 501, 1_000, 1_001})
    void every_running_machine_is_sampled_once_whatever_their_number(int number) {
        for (int id = 1; id <= number; id++) {
            machine(id, 1 + id % 3);
        }
        sampleAt(NOW);
        assertThat(usage.records).hasSize(number);
        assertThat(usage.records.values()).allMatch(record -> record.sampledAt().equals(NOW));
    }

    @Test
    void a_host_that_does_not_answer_costs_the_others_nothing_and_keeps_its_last_figures() {
        machine(1, 1);
        machine(2, 2);
        sampleAt(NOW);
        UsageRecord before = usage.records.get(1L);
        for (Fault fault : List.of(Fault.retryable(), Fault.permanent(), Fault.loseAnswer(), Fault.unexpected())) {
            hosts.get(new HostId(1)).failNext(fault, Call.SAMPLE);
            sampleAt(NOW.plusSeconds(60));
            assertThat(usage.records.get(1L)).isEqualTo(before);
            assertThat(usage.records.get(2L).sampledAt()).isEqualTo(NOW.plusSeconds(60));
        }
        sampleAt(NOW.plusSeconds(120));
        assertThat(usage.records.get(1L).sampledAt()).isEqualTo(NOW.plusSeconds(120));
    }

    @Test
    void a_host_whose_figures_cannot_be_recorded_costs_the_others_nothing() {
        machine(1, 1);
        machine(2, 2);
        usage.unrecordable = 1;
        sampleAt(NOW);
        assertThat(usage.records).containsOnlyKeys(2L);
    }

    @Test
    void a_machine_that_does_not_run_keeps_its_last_figures() {
        UUID machine = machine(1, 1);
        machine(2, 1);
        sampleAt(NOW);
        hosts.get(new HostId(1)).ensureOff(machine, 1);
        sampleAt(NOW.plusSeconds(60));
        assertThat(usage.records.get(1L).sampledAt()).isEqualTo(NOW);
        assertThat(usage.records.get(2L).sampledAt()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void traffic_counts_from_the_sample_before() {
        machine(1, 1);
        sampleAt(NOW);
        long first = usage.records.get(1L).monthTraffic();
        sampleAt(NOW.plusSeconds(60));
        assertThat(usage.records.get(1L).monthTraffic())
                .as("the counter stands still")
                .isEqualTo(first);
    }

    private void sampleAt(Instant now) {
        new UsageSampler(usage, hypervisors, Clock.fixed(now, ZoneOffset.UTC)).sampleAll();
    }

    private UUID machine(long id, long host) {
        UUID machine = new UUID(host, id);
        Hypervisor hypervisor = hosts.computeIfAbsent(
                new HostId(host), unused -> new FaultyHypervisor(new InMemoryHypervisor(), () -> false));
        hypervisor.ensureDefined(HypervisorContract.spec(machine), 1);
        hypervisor.ensureRunning(machine, 1);
        usage.machines.put(id, new UsageRepository.SampledMachine(new ServerId(id), machine, new HostId(host), null));
        return machine;
    }
}
