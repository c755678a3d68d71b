package dev.berth.application.testing;

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
import dev.berth.application.server.port.out.HoldRepository;
import dev.berth.application.server.port.out.ServerRepository;
import dev.berth.application.server.port.out.UsageRepository;
import java.time.Clock;

/** Everything that Berth stores, in memory: one object per port, over the same rows. */
public final class InMemoryStore {
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryCatalog catalog = new InMemoryCatalog(transactions);
    private final InMemoryAccounts accounts = new InMemoryAccounts(transactions);
    private final InMemoryApiTokens apiTokens = new InMemoryApiTokens(transactions);
    private final InMemorySshKeys sshKeys = new InMemorySshKeys(transactions);
    private final InMemoryAuditEntries auditEntries = new InMemoryAuditEntries(transactions);
    private final InMemoryHosts hosts = new InMemoryHosts(transactions);
    private final InMemoryAddresses addresses = new InMemoryAddresses(transactions);
    private final InMemoryServers servers = new InMemoryServers(transactions, catalog);
    private final InMemoryHolds holds = new InMemoryHolds(transactions, servers, accounts);
    private final InMemoryReplicas replicas;
    private final InMemoryOperations operations;
    private final InMemoryMeters meters;

    /** @param clock the store's own clock, which leases are measured with */
    public InMemoryStore(Clock clock) {
        replicas = new InMemoryReplicas(transactions, clock);
        operations = new InMemoryOperations(transactions, servers, replicas);
        meters = new InMemoryMeters(transactions, servers, operations);
    }

    public InMemoryTransactions transactions() {
        return transactions;
    }

    public CatalogRepository catalog() {
        return catalog;
    }

    public AccountRepository accounts() {
        return accounts;
    }

    public MeterRepository meters() {
        return meters;
    }

    public ApiTokenRepository apiTokens() {
        return apiTokens;
    }

    public SshKeyRepository sshKeys() {
        return sshKeys;
    }

    public AuditRepository auditEntries() {
        return auditEntries;
    }

    public HostRepository hosts() {
        return hosts;
    }

    public AddressRepository addresses() {
        return addresses;
    }

    public ServerRepository servers() {
        return servers;
    }

    public HoldRepository holds() {
        return holds;
    }

    public UsageRepository usage() {
        return servers;
    }

    public OperationRepository operations() {
        return operations;
    }

    public OperationQueue operationQueue() {
        return operations;
    }

    public Replicas replicas() {
        return replicas;
    }
}
