package dev.berth.rest;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.CreditQueries;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.EntryKind;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accounts, tokens and operations: account 7 and operation 99 are there, and a token for each kind of caller. */
final class FakeAccounts implements Accounts, CreditQueries, ApiTokens, Authentication, AuditLog, OperationQueries {
    static final String FULL = "token-of-account-7";
    static final String OTHER = "token-of-account-8";
    static final String READ_ONLY = "read-only-token";
    static final String OPERATOR = "operator-token";

    private static final Instant NOW = Instant.parse("2025-02-01T00:00:00.9Z");

    private static final ApiToken TOKEN = new ApiToken(
            new TokenId(4),
            Samples.ACCOUNT,
            "deploy",
            Set.of(Scope.SERVERS_READ, Scope.SERVERS_POWER),
            null,
            "berth_abcdef",
            NOW.plusSeconds(60),
            NOW);

    private static final AuditEntry ENTRY = new AuditEntry(
            12,
            new Actor(new TokenId(3), "ci", "192.0.2.7", "request-9"),
            "account.update",
            "7",
            Samples.ACCOUNT,
            List.of(new FieldChange("max_servers", "5", "10")),
            NOW);

    @Nullable
    Actor actor;

    @Nullable
    AuditFilter auditFilter;

    final List<Object> changes = new ArrayList<>();
    final BlockingQueue<Wait> waits = new LinkedBlockingQueue<>();
    Operation operation = Samples.operation(99, OperationKind.START);
    String authenticatedOn = "";

    @Override
    public Caller authenticate(String secret) {
        authenticatedOn = Thread.currentThread().toString();
        return switch (secret) {
            case FULL -> caller(Samples.ACCOUNT, Scope.customerScopes());
            case OTHER -> caller(new AccountId(8), Scope.customerScopes());
            case READ_ONLY -> caller(Samples.ACCOUNT, EnumSet.of(Scope.SERVERS_READ));
            case OPERATOR -> caller(null, Set.of(Scope.ADMIN));
            default -> throw new DomainException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
        };
    }

    @Override
    public Caller actFor(Caller operator, AccountId account) {
        Caller acting = operator.actingFor(account);
        find(account);
        return acting;
    }

    @Override
    public Page<AuditEntry> page(AuditFilter filter, PageRequest request) {
        auditFilter = filter;
        return Page.of(List.of(ENTRY, ENTRY), request, () -> 2);
    }

    @Override
    public void acting(Actor actor, AccountId account, String request) {
        changes.add(request);
        this.actor = actor;
    }

    @Override
    public Account get(AccountId account) {
        find(account);
        return account("Customer", 5, null);
    }

    @Override
    public Page<Account> page(PageRequest request) {
        return Page.of(List.of(get(Samples.ACCOUNT), get(Samples.ACCOUNT)), request, () -> 2);
    }

    @Override
    public Account create(Actor by, CreateAccountCommand command) {
        changes.add(command);
        actor = by;
        return Account.open(Samples.ACCOUNT, command.name(), command.maxServers(), NOW);
    }

    @Override
    public Account setQuota(Actor by, AccountId account, int maxServers) {
        find(account);
        changes.add(maxServers);
        actor = by;
        return account("Customer", maxServers, null);
    }

    @Override
    public Account close(Actor by, AccountId account) {
        find(account);
        changes.add(account);
        actor = by;
        return account("Customer", 5, NOW);
    }

    private static Account account(String name, int maxServers, @Nullable Instant closedAt) {
        return new Account(
                Samples.ACCOUNT, name, Money.of("12.5"), Money.of("0.03"), 2, maxServers, NOW, closedAt, null);
    }

    @Override
    public Page<CreditEntry> ledger(AccountId account, PageRequest request) {
        find(account);
        CreditEntry topUp = new CreditEntry(
                3, account, EntryKind.TOP_UP, null, Money.of("12.5"), Money.of("12.5"), "invoice 1", "Prepaid", NOW);
        CreditEntry usage = new CreditEntry(
                9,
                account,
                EntryKind.USAGE,
                new ServerId(17),
                Money.of("-0.03"),
                Money.of("12.47"),
                "berth:usage:17:0",
                "2 hours of server 17",
                NOW);
        List<CreditEntry> before = Stream.of(usage, topUp)
                .filter(entry -> entry.id() < request.before())
                .toList();
        return Page.of(before, request, () -> 2);
    }

    @Override
    public CreditEntry addCredit(Actor by, AddCreditCommand command) {
        find(command.account());
        changes.add(command);
        return new CreditEntry(
                3,
                command.account(),
                EntryKind.TOP_UP,
                null,
                command.amount(),
                command.amount(),
                command.reference(),
                command.description(),
                NOW);
    }

    @Override
    public List<ApiToken> list(AccountId account) {
        find(account);
        return List.of(TOKEN);
    }

    @Override
    public IssuedToken issue(Caller caller, IssueTokenCommand command) {
        caller.requireMayGrant(command.scopes());
        return issued(command);
    }

    @Override
    public IssuedToken issueAsOperator(Actor by, IssueTokenCommand command) {
        actor = by;
        return issued(command);
    }

    private IssuedToken issued(IssueTokenCommand command) {
        find(command.account());
        changes.add(command);
        ApiToken token = new ApiToken(
                TOKEN.id(),
                command.account(),
                command.name(),
                command.scopes(),
                command.expiresAt(),
                TOKEN.prefix(),
                null,
                NOW);
        return new IssuedToken(token, "the-secret");
    }

    @Override
    public void revoke(AccountId account, TokenId token) {
        find(account);
        if (!token.equals(TOKEN.id())) {
            throw token.notFound();
        }
        changes.add(token);
    }

    @Override
    public void revokeAsOperator(Actor by, AccountId account, TokenId token) {
        actor = by;
        revoke(account, token);
    }

    @Override
    public Operation get(AccountId account, OperationId id) {
        if (!id.equals(operation.id())) {
            throw id.notFound();
        }
        return operation;
    }

    @Override
    public CompletionStage<Operation> await(AccountId account, OperationId id, Duration atMost) {
        Operation known = get(account, id);
        CompletableFuture<Operation> end =
                atMost.isZero() ? CompletableFuture.completedFuture(known) : new CompletableFuture<>();
        if (!end.isDone()) {
            waits.add(new Wait(atMost, end));
        }
        return end;
    }

    /** Somebody who waits for the operation: how long, and what to answer with. */
    record Wait(Duration atMost, CompletableFuture<Operation> end) {}

    void reset() {
        changes.clear();
        actor = null;
        waits.clear();
        operation = Samples.operation(99, OperationKind.START);
        authenticatedOn = "";
    }

    private static Caller caller(@Nullable AccountId account, Set<Scope> scopes) {
        return new Caller(new TokenId(3), "ci", account, scopes);
    }

    private static void find(AccountId account) {
        if (!account.equals(Samples.ACCOUNT)) {
            throw account.notFound();
        }
    }
}
