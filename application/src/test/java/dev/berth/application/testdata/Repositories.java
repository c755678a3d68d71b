package dev.berth.application.testdata;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.operation.port.out.OperationQueue;
import dev.berth.application.operation.port.out.OperationRepository;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.placement.port.out.AddressRepository;
import dev.berth.application.placement.port.out.HostRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import dev.berth.application.server.service.LifecycleSettings;
import dev.berth.application.server.service.StepwiseAdmission;
import dev.berth.application.testing.InMemoryStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Every port that stores something, of one implementation, over one set of rows: what a contract is tried on. */
public record Repositories(
        Transactions transactions,
        ServerRepository servers,
        UsageRepository usage,
        HoldRepository holds,
        OperationRepository operations,
        OperationQueue queue,
        Replicas replicas,
        AccountRepository accounts,
        MeterRepository meters,
        ApiTokenRepository apiTokens,
        SshKeyRepository sshKeys,
        CatalogRepository catalog,
        HostRepository hosts,
        AddressRepository addresses,
        AuditRepository auditEntries) {

    /** Admission in several steps on these ports, at this time. */
    public ServerAdmission stepwiseAdmission(Instant now) {
        return new StepwiseAdmission(
                transactions,
                servers,
                operations,
                hosts,
                addresses,
                accounts,
                LifecycleSettings.DEFAULT,
                new SecureRandom(), // for many threads
                Clock.fixed(now, ZoneOffset.UTC));
    }

    /** The same ports with another queue over the same rows. */
    public Repositories with(OperationQueue other) {
        return new Repositories(
                transactions,
                servers,
                usage,
                holds,
                operations,
                other,
                replicas,
                accounts,
                meters,
                apiTokens,
                sshKeys,
                catalog,
                hosts,
                addresses,
                auditEntries);
    }

    /** A new, empty one. */
    public static Repositories inMemory() {
        InMemoryStore store = new InMemoryStore(Clock.systemUTC());
        return new Repositories(
                store.transactions(),
                store.servers(),
                store.usage(),
                store.holds(),
                store.operations(),
                store.operationQueue(),
                store.replicas(),
                store.accounts(),
                store.meters(),
                store.apiTokens(),
                store.sshKeys(),
                store.catalog(),
                store.hosts(),
                store.addresses(),
                store.auditEntries());
    }
}
