package dev.berth.application.server.service;

import dev.berth.application.operation.port.out.HypervisorException;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.server.port.out.UsageRepository.SampledMachine;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.UsageRecord;
import dev.berth.domain.server.UsageSample;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Records what the active servers use, host by host. */
public final class UsageSampler {
    private static final Logger LOG = System.getLogger(UsageSampler.class.getName());
    private static final int BATCH = 500;

    private final UsageRepository usage;
    private final Hypervisors hypervisors;
    private final Clock clock;

    public UsageSampler(UsageRepository usage, Hypervisors hypervisors, Clock clock) {
        this.usage = usage;
        this.hypervisors = hypervisors;
        this.clock = clock;
    }

    /** Samples every active server once. */
    public void sampleAll() {
        long after = 0;
        List<SampledMachine> batch = usage.running(after, BATCH);
        while (!batch.isEmpty()) {
            batch.stream().collect(Collectors.groupingBy(SampledMachine::host)).forEach(this::attempt);
            after = batch.get(batch.size() - 1).server().value();
            batch = usage.running(after, BATCH);
        }
    }

    private void attempt(HostId host, List<SampledMachine> machines) {
        try {
            sample(host, machines);
        } catch (HypervisorException e) {
            // the last figures stay until it answers again
            LOG.log(Level.WARNING, "host {0} gave no usage: {1}", host, e.getMessage());
        } catch (RuntimeException e) {
            // a fault of ours: the other hosts are none the worse for it
            LOG.log(Level.ERROR, "the usage on host " + host + " could not be recorded", e);
        }
    }

    private void sample(HostId host, List<SampledMachine> machines) {
        Map<UUID, UsageSample> samples = hypervisors
                .on(host)
                .sample(machines.stream().map(SampledMachine::machine).toList());
        Instant now = clock.instant();
        usage.save(machines.stream()
                .filter(machine -> samples.containsKey(machine.machine()))
                .map(machine -> record(machine, samples, now))
                .toList());
    }

    private static UsageRecord record(SampledMachine machine, Map<UUID, UsageSample> samples, Instant now) {
        UsageSample sample = samples.get(machine.machine());
        if (sample == null) {
            throw new IllegalStateException("no sample of " + machine.machine());
        }
        return UsageRecord.after(machine.lastUsage(), machine.server(), sample, now);
    }
}
