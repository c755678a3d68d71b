package dev.berth.application.testing;

import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.ServerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class InMemoryHolds implements HoldRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, List<Hold>> holds;

    InMemoryHolds(InMemoryTransactions transactions) {
        this.transactions = transactions;
        holds = new InMemoryTable<>(transactions);
    }

    @Override
    public void insert(ServerId server, Hold hold) {
        change(server, others(server, hold.kind()), Stream.of(hold));
    }

    @Override
    public void remove(ServerId server, HoldKind kind) {
        change(server, others(server, kind), Stream.empty());
    }

    @Override
    public Map<ServerId, List<Hold>> of(Collection<ServerId> servers) {
        return transactions.statement(() -> servers.stream()
                .distinct()
                .filter(server -> !holdsOf(server).isEmpty())
                .collect(Collectors.toMap(server -> server, this::holdsOf)));
    }

    private void change(ServerId server, Stream<Hold> others, Stream<Hold> more) {
        holds.put(
                server.value(),
                Stream.concat(others, more)
                        .sorted(Comparator.comparing(Hold::kind))
                        .toList());
    }

    private Stream<Hold> others(ServerId server, HoldKind kind) {
        return holdsOf(server).stream().filter(hold -> hold.kind() != kind);
    }

    private List<Hold> holdsOf(ServerId server) {
        return holds.get(server.value()).orElse(List.of());
    }
}
