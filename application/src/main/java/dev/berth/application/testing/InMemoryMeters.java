package dev.berth.application.testing;

import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.domain.account.Meter;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryMeters implements MeterRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Meter> meters;
    private final InMemoryServers servers;
    private final InMemoryOperations operations;

    InMemoryMeters(InMemoryTransactions transactions, InMemoryServers servers, InMemoryOperations operations) {
        this.transactions = transactions;
        this.servers = servers;
        this.operations = operations;
        meters = new InMemoryTable<>(transactions);
    }

    @Override
    public int insertMissing() {
        return transactions.statement(() -> {
            List<Server> missing = servers.alive().stream()
                    .filter(server -> meters.get(server.id().value()).isEmpty())
                    .toList();
            missing.forEach(server -> put(Meter.of(server)));
            return missing.size();
        });
    }

    @Override
    public void insert(Meter meter) {
        transactions.statement(() -> {
            if (meters.get(meter.serverId().value()).isPresent()) {
                throw new IllegalStateException("server " + meter.serverId() + " has a meter");
            }
            return put(meter);
        });
    }

    @Override
    public Optional<Meter> lock(ServerId server) {
        return meters.get(server.value()); // a transaction here has the whole store to itself
    }

    @Override
    public void save(Meter meter) {
        put(meter);
    }

    @Override
    public List<Due> due(Instant now, @Nullable Meter after, int limit) {
        return transactions.statement(() -> meters.rows().stream()
                .flatMap(meter -> Running.of(meter).stream())
                .filter(running -> !running.dueAt.isAfter(now))
                .sorted(Running.ORDER)
                .dropWhile(running -> after != null && running.isNotAfter(after))
                .limit(limit)
                .map(running -> new Due(running.meter, deletedAt(running.meter)))
                .toList());
    }

    private @Nullable Instant deletedAt(Meter meter) {
        return servers.get(meter.serverId())
                .filter(server -> !server.status().isVisible())
                .map(server -> operations
                        .deleteOf(server.id())
                        .map(Operation::createdAt)
                        .orElse(server.updatedAt()))
                .orElse(null);
    }

    @Override
    public List<Advance> advance(List<Advance> advances) {
        return transactions.statement(() ->
                advances.stream().flatMap(advance -> tried(advance).stream()).toList());
    }

    private Optional<Advance> tried(Advance advance) {
        return meters.get(advance.before().serverId().value())
                .filter(meter -> meter.dueAt() != null)
                .filter(meter -> meter.bookedHours() == advance.before().bookedHours())
                .map(meter -> {
                    put(advance.after());
                    return advance;
                });
    }

    private Meter put(Meter meter) {
        meters.put(meter.serverId().value(), meter);
        return meter;
    }

    /** A meter that has not ended. */
    private record Running(Instant dueAt, Meter meter) {
        static final Comparator<Running> ORDER = Comparator.comparing(Running::dueAt)
                .thenComparing(running -> running.meter.serverId().value());

        static Optional<Running> of(Meter meter) {
            return Optional.ofNullable(meter.dueAt()).map(dueAt -> new Running(dueAt, meter));
        }

        boolean isNotAfter(Meter other) {
            return of(other).filter(last -> ORDER.compare(this, last) <= 0).isPresent();
        }
    }
}
