package dev.berth.application.server.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.application.server.port.out.ServerRepository;
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
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Admission for any store: one transaction of several statements for each draft. */
public final class StepwiseAdmission implements ServerAdmission {
    private final Transactions transactions;
    private final ServerRepository servers;
    private final OperationRepository operations;
    private final HostRepository hosts;
    private final AddressRepository addresses;
    private final AccountRepository accounts;
    private final LifecycleSettings settings;
    private final RandomGenerator random;
    private final Clock clock;

    public StepwiseAdmission(
            Transactions transactions,
            ServerRepository servers,
            OperationRepository operations,
            HostRepository hosts,
            AddressRepository addresses,
            AccountRepository accounts,
            LifecycleSettings settings,
            RandomGenerator random,
            Clock clock) {
        this.transactions = transactions;
        this.servers = servers;
        this.operations = operations;
        this.hosts = hosts;
        this.addresses = addresses;
        this.accounts = accounts;
        this.settings = settings;
        this.random = random;
        this.clock = clock;
    }

    /** Something is missing: rolls back what was taken already. */
    private static final class NotAdmitted extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotAdmitted() {
            super(null, null, false, false);
        }
    }

    @Override
    public List<Optional<Admitted>> admit(List<ServerDraft> drafts) {
        return drafts.stream().map(this::admit).toList();
    }

    private Optional<Admitted> admit(ServerDraft draft) {
        try {
            return Optional.of(transactions.required(() -> reserveAndInsert(draft)));
        } catch (NotAdmitted e) {
            return Optional.empty();
        }
    }

    /** Locks in the order that all do: host, address, account. */
    private Admitted reserveAndInsert(ServerDraft draft) {
        Instant now = clock.instant();
        ServerId id = servers.nextId();
        HostId host = draft.hosts().stream()
                .filter(candidate -> hosts.reserve(id, candidate, draft.plan().resources()))
                .findFirst()
                .orElseThrow(NotAdmitted::new);
        String ipv4 = addresses.claimIpv4(draft.location(), id, random, now).orElseThrow(NotAdmitted::new);
        Ipv6Prefix ipv6 = addresses.ipv6Prefix(draft.location()).orElseThrow(NotAdmitted::new);
        if (!accounts.enroll(draft.account(), draft.plan().priceHourly(), settings.minimumHours())) {
            throw new NotAdmitted();
        }
        OperationId provisioning = operations.nextId();
        Server server = draft.server(id, host, ipv4, ipv6.address(id.value()), provisioning, now);
        Operation operation =
                Operation.accept(provisioning, id, draft.account(), OperationKind.PROVISION, settings.stopGrace(), now);
        servers.insert(server);
        operations.insert(operation);
        return new Admitted(server, operation);
    }
}
