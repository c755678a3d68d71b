package dev.berth.bootstrap;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.MeterRepository;
import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.application.account.service.AccountsService;
import dev.berth.application.account.service.ApiTokensService;
import dev.berth.application.account.service.ConfiguredTokens;
import dev.berth.application.account.service.CreditQueriesService;
import dev.berth.application.account.service.Metering;
import dev.berth.application.account.service.ServerMeters;
import dev.berth.application.account.service.SshKeysService;
import dev.berth.application.account.service.TokenUses;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.application.audit.service.AuditLogService;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.port.out.Transactions;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Accounts, tokens, SSH keys, and what operators did with them. */
@Factory
final class AccountFactory {
    @Singleton
    Accounts accounts(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            AuditTrail audit,
            Clock clock) {
        return new AccountsService(transactions, accounts, tokens, audit, clock);
    }

    @Singleton
    SshKeys sshKeys(Transactions transactions, AccountRepository accounts, SshKeyRepository keys, Clock clock) {
        return new SshKeysService(transactions, accounts, keys, clock);
    }

    @Singleton
    CreditQueries creditQueries(AccountRepository accounts) {
        return new CreditQueriesService(accounts);
    }

    @Singleton
    Metering metering(Transactions transactions, MeterRepository meters, AccountRepository accounts, Clock clock) {
        return new Metering(transactions, meters, accounts, clock);
    }

    @Singleton
    ServerMeters serverMeters(MeterRepository meters, AccountRepository accounts) {
        return new ServerMeters(meters, accounts);
    }

    /** Also the authentication. */
    @Singleton
    ApiTokensService apiTokens(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            TokenUses uses,
            AuditTrail audit,
            RandomGenerator random,
            Clock clock) {
        return new ApiTokensService(transactions, accounts, tokens, uses, audit, random, clock);
    }

    @Singleton
    TokenUses tokenUses(ApiTokenRepository tokens) {
        return new TokenUses(tokens);
    }

    @Singleton
    ConfiguredTokens configuredTokens(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            RandomGenerator random,
            Clock clock) {
        return new ConfiguredTokens(transactions, accounts, tokens, random, clock);
    }

    @Singleton
    AuditTrail auditTrail(AuditRepository entries, Clock clock) {
        return new AuditTrail(entries, clock);
    }

    @Singleton
    AuditLog auditLog(Transactions transactions, AuditRepository entries, AuditTrail trail) {
        return new AuditLogService(transactions, entries, trail);
    }
}
