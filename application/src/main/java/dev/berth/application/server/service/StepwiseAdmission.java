package dev.berth.application.server.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.Ipv6Prefix;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Admission on any store, one statement after the other, each draft in a transaction of its own. */
public final class StepwiseAdmission implements ServerAdmission {
    private final Transactions transactions;
    private final ServerRepository servers;
    private final OperationRepository operations;
    private final AddressRepository addresses;
    private final AccountRepository accounts;
    private final HostRanking ranking;
    private final LifecycleSettings settings;
    private final RandomGenerator random;
    private final Clock clock;

    public StepwiseAdmission(
            Transactions transactions,
            ServerRepository servers,
            OperationRepository operations,
            AddressRepository addresses,
            AccountRepository accounts,
            HostRanking ranking,
            LifecycleSettings settings,
            RandomGenerator random,
            Clock clock) {
        this.transactions = transactions;
        this.servers = servers;
        this.operations = operations;
        this.addresses = addresses;
        this.accounts = accounts;
        this.ranking = ranking;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public List<Outcome> admit(List<ServerDraft> drafts) {
        return drafts.stream().map(this::admit).toList();
    }

    private Outcome admit(ServerDraft draft) {
        try {
            return transactions.required(() -> reserveAndInsert(draft));
        } catch (DomainException refusal) {
            return new Refused(refusal);
        }
    }

    /** Locks in the order that all do: host, address, account. Refuses in the order of the contract: account, host. */
    private Admitted reserveAndInsert(ServerDraft draft) {
        Instant now = clock.instant();
        ServerId id = servers.nextId();
        Optional<HostId> host =
                ranking.reserve(draft.location(), id, draft.plan().resources(), anyHost -> true);
        Optional<String> ipv4 = addresses.claimIpv4(draft.location(), id, random, now);
        Optional<Ipv6Prefix> ipv6 = addresses.ipv6Prefix(draft.location());
        if (!accounts.enroll(draft.account(), draft.plan().priceHourly(), settings.minimumHours())) {
            throw explain(draft);
        }
        if (host.isEmpty() || ipv4.isEmpty() || ipv6.isEmpty()) {
            throw new DomainException(
                    ErrorCode.NO_CAPACITY,
                    "Location %s has no room for this plan at the moment. Try another location, or later."
                            .formatted(draft.location()),
                    Map.of("location", draft.location().value()));
        }
        OperationId provisioning = operations.nextId();
        Server server = Server.provision(
                id,
                draft.machine(),
                draft.account(),
                draft.name(),
                draft.hostname(),
                draft.backupsEnabled(),
                draft.plan(),
                draft.os().id(),
                draft.location(),
                host.get(),
                ipv4.get(),
                ipv6.get().address(id.value()),
                provisioning,
                now);
        Operation operation =
                Operation.accept(provisioning, id, draft.account(), OperationKind.PROVISION, settings.stopGrace(), now);
        servers.insert(server);
        operations.insert(operation);
        return new Admitted(server, operation);
    }

    private DomainException explain(ServerDraft draft) {
        try {
            accounts.find(draft.account())
                    .orElseThrow(draft.account()::notFound)
                    .requireRoomFor(draft.plan().priceHourly(), settings.minimumHours());
            return new DomainException(
                    ErrorCode.UNAVAILABLE, "The account's credit changed at the same moment. Try again.");
        } catch (DomainException refusal) {
            return refusal;
        }
    }
}
