package dev.berth.application.server.port.out;

import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.UsageRecord;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What servers use, as last sampled. */
public interface UsageRepository {
    /**
     * A machine that may be sampled.
     *
     * @param server whose
     * @param machine its name on the hypervisor
     * @param host where it runs
     * @param lastUsage the record so far; null before the first sample
     */
    record SampledMachine(
            ServerId server,
            UUID machine,
            HostId host,
            @Nullable UsageRecord lastUsage) {}

    /** Machines of active servers with a reservation and an id above this one, ascending, at most {@code limit}. */
    List<SampledMachine> running(long afterServerId, int limit);

    /** Stores the records, each in place of its server's last one. */
    void save(List<UsageRecord> records);
}
