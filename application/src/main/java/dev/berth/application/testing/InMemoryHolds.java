package dev.berth.application.testing;

import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryHolds implements HoldRepository {
    private static final Comparator<Unpaid> LONGEST_FIRST = Comparator.comparing(Unpaid::exhaustedAt)
            .thenComparing(unpaid -> unpaid.account().value());

    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, List<Hold>> holds;
    private final InMemoryServers servers;
    private final InMemoryAccounts accounts;

    InMemoryHolds(InMemoryTransactions transactions, InMemoryServers servers, InMemoryAccounts accounts) {
        this.transactions = transactions;
        this.servers = servers;
        this.accounts = accounts;
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

    @Override
    public List<Unpaid> unpaid(Instant time, @Nullable Unpaid after, int limit) {
        return transactions.statement(() -> servers.visible()
                .filter(InMemoryHolds::isNotHeld)
                .map(this::account)
                .distinct()
                .flatMap(account -> unpaid(account, time).stream())
                .filter(unpaid -> after == null || LONGEST_FIRST.compare(unpaid, after) > 0)
                .sorted(LONGEST_FIRST)
                .limit(limit)
                .toList());
    }

    private static Optional<Unpaid> unpaid(Account account, Instant time) {
        return Optional.ofNullable(account.exhaustedAt())
                .filter(exhaustedAt -> account.isExhaustedSince(time))
                .map(exhaustedAt -> new Unpaid(account.id(), exhaustedAt));
    }

    @Override
    public List<ServerId> notHeld(AccountId account, long afterId, int limit) {
        return servers.visible()
                .filter(server -> server.accountId().equals(account))
                .filter(InMemoryHolds::isNotHeld)
                .map(Server::id)
                .filter(server -> server.value() > afterId)
                .limit(limit)
                .toList();
    }

    private static boolean isNotHeld(Server server) {
        return !server.holds().contains(HoldKind.BILLING);
    }

    @Override
    public List<Paid> paid(Instant time, long afterId, int limit) {
        return transactions.statement(() -> servers.visible()
                .filter(server -> server.id().value() > afterId)
                .filter(server -> !account(server).isExhaustedSince(time))
                .flatMap(server -> holdsOf(server.id()).stream()
                        .filter(hold -> hold.kind() == HoldKind.BILLING)
                        .filter(hold -> !account(server).isExhaustedSince(hold.since()))
                        .map(hold -> new Paid(server.id(), hold.since())))
                .limit(limit)
                .toList());
    }

    private Account account(Server server) {
        return accounts.find(server.accountId()).orElseThrow();
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
