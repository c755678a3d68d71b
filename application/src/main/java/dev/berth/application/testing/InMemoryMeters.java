package dev.berth.application.testing;

import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.domain.account.Meter;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

final class InMemoryMeters implements MeterRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, Meter> meters;

    InMemoryMeters(InMemoryTransactions transactions) {
        this.transactions = transactions;
        meters = new InMemoryTable<>(transactions);
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
    public List<Meter> due(Instant now, @Nullable Meter after, int limit) {
        return meters.rows().stream()
                .flatMap(meter -> Due.of(meter).stream())
                .filter(due -> !due.at.isAfter(now))
                .sorted(Due.ORDER)
                .dropWhile(due -> after != null
                        && Due.of(after)
                                .filter(last -> Due.ORDER.compare(due, last) <= 0)
                                .isPresent())
                .limit(limit)
                .map(Due::meter)
                .toList();
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
    private record Due(Instant at, Meter meter) {
        static final Comparator<Due> ORDER = Comparator.comparing(Due::at)
                .thenComparing(due -> due.meter.serverId().value());

        static Optional<Due> of(Meter meter) {
            return Optional.ofNullable(meter.dueAt()).map(at -> new Due(at, meter));
        }
    }
}
