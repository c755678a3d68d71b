package dev.berth.application.placement.service;

import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.Hypervisors;
import dev.berth.application.placement.port.in.Hosts;
import dev.berth.application.placement.port.in.RegisterHostCommand;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.placement.Host;
import dev.berth.domain.placement.HostDetails;
import dev.berth.domain.placement.HostFilter;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.placement.HostStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Registers hosts, shows them, and says which of them get new servers. */
public final class HostsService implements Hosts {
    private final Transactions transactions;
    private final HostRepository hosts;
    private final CatalogRepository catalog;
    private final Hypervisors hypervisors;
    private final AuditTrail audit;

    /** @param catalog as it is stored: what was added on another replica can be used at once */
    public HostsService(
            Transactions transactions,
            HostRepository hosts,
            CatalogRepository catalog,
            Hypervisors hypervisors,
            AuditTrail audit) {
        this.transactions = transactions;
        this.hosts = hosts;
        this.catalog = catalog;
        this.hypervisors = hypervisors;
        this.audit = audit;
    }

    @Override
    public HostDetails get(HostId host) {
        return hosts.details(host).orElseThrow(host::notFound);
    }

    @Override
    public Page<HostDetails> page(HostFilter filter, PageRequest request) {
        List<HostDetails> found = hosts.page(filter, request.after(), request.limit() + 1);
        if (found.isEmpty()) {
            Locations.requireKnown(catalog, filter.location());
        }
        return Page.of(found, request, () -> hosts.count(filter));
    }

    @Override
    public HostDetails register(Actor actor, RegisterHostCommand command) {
        requireReferences(command);
        return transactions.required(() -> {
            Host host = hosts.insert(
                            command.name(), command.location(), command.hypervisor(), command.uri(), command.capacity())
                    .orElseThrow(() -> taken(command.name()));
            Changes changes = new Changes()
                    .to("name", host.name())
                    .to("location", host.location())
                    .to("hypervisor", host.hypervisor())
                    .to("uri", host.uri())
                    .to("vcpus", host.capacity().vcpus())
                    .to("memory", host.capacity().memory())
                    .to("storage", host.capacity().storage());
            audit.add(actor, AuditAction.HOST_REGISTER, host.id(), changes);
            return new HostDetails(host, 0);
        });
    }

    @Override
    public HostDetails drain(Actor actor, HostId host) {
        return set(actor, host, HostStatus.DRAINING, AuditAction.HOST_DRAIN);
    }

    @Override
    public HostDetails activate(Actor actor, HostId host) {
        return set(actor, host, HostStatus.ACTIVE, AuditAction.HOST_ACTIVATE);
    }

    private HostDetails set(Actor actor, HostId host, HostStatus status, AuditAction action) {
        return transactions.required(() -> {
            if (hosts.setStatus(host, status)) {
                HostStatus before = status == HostStatus.ACTIVE ? HostStatus.DRAINING : HostStatus.ACTIVE;
                audit.add(actor, action, host, new Changes().of("status", before.wireName(), status.wireName()));
            }
            return get(host);
        });
    }

    private void requireReferences(RegisterHostCommand command) {
        List<FieldViolation> violations = new ArrayList<>();
        Locations.refusal(catalog, command.location()).ifPresent(violations::add);
        if (!hypervisors.engines().contains(command.hypervisor())) {
            violations.add(new FieldViolation(
                    "hypervisor",
                    "invalid_value",
                    "Must be one of " + hypervisors.engines().stream().sorted().collect(Collectors.joining(", "))
                            + "."));
        }
        if (!violations.isEmpty()) {
            throw DomainException.invalid(violations);
        }
    }

    private static DomainException taken(String name) {
        return new DomainException(
                ErrorCode.ALREADY_EXISTS,
                "A host is called %s already. Use another name.".formatted(name),
                Map.of("name", name));
    }
}
