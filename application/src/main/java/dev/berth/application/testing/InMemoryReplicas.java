package dev.berth.application.testing;

import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.port.out.Replicas;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

final class InMemoryReplicas implements Replicas {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<UUID, Instant> leases;
    private final Clock clock;

    InMemoryReplicas(InMemoryTransactions transactions, Clock clock) {
        this.transactions = transactions;
        this.leases = new InMemoryTable<>(transactions);
        this.clock = clock;
    }

    @Override
    public void register(ReplicaId replica, Duration lease) {
        Instant now = clock.instant();
        Instant longOver = now.minus(Duration.ofDays(1));
        leases.keys().stream()
                .filter(id -> leases.get(id).filter(longOver::isAfter).isPresent())
                .forEach(leases::remove);
        leases.put(replica.value(), now.plus(lease));
    }

    @Override
    public boolean renew(ReplicaId replica, Duration lease) {
        return transactions.statement(() -> {
            boolean known = leases.get(replica.value()).isPresent();
            if (known) {
                register(replica, lease);
            }
            return known;
        });
    }

    @Override
    public void remove(ReplicaId replica) {
        leases.remove(replica.value());
    }

    @Override
    public void removeAll() {
        transactions.statement(() -> {
            leases.keys().forEach(leases::remove);
            return true;
        });
    }

    boolean isAlive(@Nullable ReplicaId replica) {
        return replica != null
                && leases.get(replica.value())
                        .filter(until -> until.isAfter(clock.instant()))
                        .isPresent();
    }
}
