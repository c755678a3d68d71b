package dev.berth.application.server.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.placement.service.HostRanking;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.in.AcceptedOperation;
import dev.berth.application.server.port.in.CreateServerCommand;
import dev.berth.application.server.port.in.CreatedServer;
import dev.berth.application.server.port.in.ServerLifecycle;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerAdmission.Admitted;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.service.ServerChanges.Begun;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerDetails;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerSummary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts changes: records what is wanted, and wakes whoever carries it out. */
public final class ServerLifecycleService implements ServerLifecycle {
    /** After this no second attempt is made at a create: its client would be gone. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Transactions transactions;
    private final ServerRepository servers;
    private final HoldRepository holds;
    private final ServerChanges changes;
    private final AccountRepository accounts;
    private final SshKeyRepository sshKeys;
    private final ServerMeters meters;
    private final CatalogRepository catalog;
    private final HostRanking ranking;
    private final ServerAdmission admission;
    private final LifecycleSettings settings;
    private final Runnable wakeWorkers;
    private final Supplier<UUID> machineNames;
    private final Clock clock;

    public ServerLifecycleService(
            Transactions transactions,
            ServerRepository servers,
            HoldRepository holds,
            ServerChanges changes,
            AccountRepository accounts,
            SshKeyRepository sshKeys,
            ServerMeters meters,
            CatalogRepository catalog,
            HostRanking ranking,
            ServerAdmission admission,
            LifecycleSettings settings,
            Runnable wakeWorkers,
            Supplier<UUID> machineNames,
            Clock clock) {
        this.transactions = transactions;
        this.servers = servers;
        this.holds = holds;
        this.changes = changes;
        this.accounts = accounts;
        this.sshKeys = sshKeys;
        this.meters = meters;
        this.catalog = catalog;
        this.ranking = ranking;
        this.admission = admission;
        this.settings = settings;
        this.wakeWorkers = wakeWorkers;
        this.machineNames = machineNames;
        this.clock = clock;
    }

    @Override
    public CreatedServer create(CreateServerCommand command) {
        Instant patienceEnds = clock.instant().plus(PATIENCE);
        ServerDraft draft = resolve(command);
        Admitted admitted = admit(draft).orElseGet(() -> admitAtLast(draft, patienceEnds));
        wakeWorkers.run();
        return new CreatedServer(new ServerSummary(admitted.server(), draft.plan(), draft.os()), admitted.operation());
    }

    private Optional<Admitted> admit(ServerDraft draft) {
        return admission.admit(List.of(draft)).get(0);
    }

    /** Refuses in the order of the contract: quota, credit, then room, which is looked for once more. */
    private Admitted admitAtLast(ServerDraft draft, Instant patienceEnds) {
        requireCredit(draft);
        if (clock.instant().isAfter(patienceEnds)) {
            throw new DomainException(
                    ErrorCode.UNAVAILABLE, "Creating servers is slow at the moment. Try again in a few seconds.");
        }
        List<HostId> hosts = ranking.rankAnew(draft.location(), draft.plan().resources());
        return admit(draft.withHosts(hosts)).orElseThrow(() -> {
            requireCredit(draft);
            return new DomainException(
                    ErrorCode.NO_CAPACITY,
                    "Location %s has no room for this plan at the moment. Try another location, or later."
                            .formatted(draft.location()),
                    Map.of("location", draft.location().value()));
        });
    }

    private void requireCredit(ServerDraft draft) {
        accounts.find(draft.account())
                .orElseThrow(draft.account()::notFound)
                .requireRoomFor(draft.plan().priceHourly(), settings.minimumHours());
    }

    @Override
    public AcceptedOperation start(ServerRef server) {
        return accept(server, OperationKind.START);
    }

    @Override
    public AcceptedOperation stop(ServerRef server) {
        return accept(server, OperationKind.STOP);
    }

    @Override
    public AcceptedOperation reboot(ServerRef server) {
        return accept(server, OperationKind.REBOOT);
    }

    @Override
    public AcceptedOperation delete(ServerRef server) {
        return accept(server, OperationKind.DELETE);
    }

    @Override
    public ServerDetails update(UpdateServerCommand command) {
        return transactions.required(() -> {
            Instant now = clock.instant();
            Server before = lock(command.server());
            Server after = before.update(command.name(), command.hostname(), command.backupsEnabled(), now);
            if (!after.equals(before)) {
                servers.save(after);
            }
            return servers.find(command.server(), now)
                    .orElseThrow(command.server().server()::notFound);
        });
    }

    private AcceptedOperation accept(ServerRef ref, OperationKind kind) {
        return transactions.required(() -> {
            Instant now = clock.instant();
            Server before = lock(ref);
            Begun begun = changes.begin(before, kind, now);
            if (kind == OperationKind.DELETE) {
                before.holds().forEach(hold -> holds.remove(before.id(), hold));
                meters.stop(before, now);
            }
            transactions.afterCommit(wakeWorkers);
            return new AcceptedOperation(begun.server(), begun.operation());
        });
    }

    private Server lock(ServerRef ref) {
        return servers.lock(ref).orElseThrow(ref.server()::notFound);
    }

    private ServerDraft resolve(CreateServerCommand command) {
        List<FieldViolation> violations = new ArrayList<>();
        Optional<Plan> plan = catalog.plan(command.plan()).filter(found -> !found.retired());
        Optional<OperatingSystem> os = catalog.operatingSystem(command.os()).filter(found -> !found.retired());
        Optional<Location> location = catalog.location(command.location()).filter(found -> !found.retired());
        if (plan.isEmpty()) {
            violations.add(unknown("plan_id", "plan"));
        }
        if (os.isEmpty()) {
            violations.add(unknown("os_id", "operating system"));
        }
        if (location.isEmpty()) {
            violations.add(unknown("location", "location"));
        }
        SshPublicKey sshKey = sshKey(command, violations);
        if (plan.isEmpty() || os.isEmpty() || !violations.isEmpty()) {
            throw DomainException.invalid(violations);
        }
        return new ServerDraft(
                command.account(),
                machineNames.get(),
                command.name(),
                command.hostname() == null ? Hostname.of(command.name()) : command.hostname(),
                command.backupsEnabled(),
                plan.get(),
                os.get(),
                sshKey,
                command.location(),
                ranking.rank(command.location(), plan.get().resources()));
    }

    /** The key as it is now: the server keeps it, also when the account deletes it at this moment. */
    private @Nullable SshPublicKey sshKey(CreateServerCommand command, List<FieldViolation> violations) {
        SshKeyId id = command.sshKey();
        if (id == null) {
            return null;
        }
        Optional<SshKey> key = sshKeys.find(command.account(), id);
        if (key.isEmpty()) {
            violations.add(new FieldViolation(
                    "ssh_key_id", "not_found", "The account has no such SSH key. Add it first, or leave this out."));
        }
        return key.map(SshKey::publicKey).orElse(null);
    }

    private static FieldViolation unknown(String field, String what) {
        return new FieldViolation(
                field, "not_found", "There is no such %s for new servers. Use one that is on offer.".formatted(what));
    }
}
