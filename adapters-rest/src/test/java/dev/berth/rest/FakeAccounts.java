package dev.berth.rest;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.in.AddCreditCommand;
import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.account.port.in.CreateAccountCommand;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.CreditEntry;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
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

/** Accounts, tokens and operations: account 7 and operation 99 are there, and a token for each kind of caller. */
final class FakeAccounts implements Accounts, ApiTokens, Authentication, OperationQueries {
    static final String FULL = "token-of-account-7";
    static final String READ_ONLY = "read-only-token";
    static final String OPERATOR = "operator-token";

    private static final Instant NOW = Instant.parse("2025-02-01T00:00:00.9Z");

    final List<Object> changes = new ArrayList<>();
    final BlockingQueue<Wait> waits = new LinkedBlockingQueue<>();
    Operation operation = Samples.operation(99, OperationKind.START);
    String authenticatedOn = "";

    @Override
    public Caller authenticate(String secret) {
        authenticatedOn = Thread.currentThread().toString();
        return switch (secret) {
            case FULL -> new Caller(Samples.ACCOUNT, Scope.customerScopes());
            case READ_ONLY -> new Caller(Samples.ACCOUNT, EnumSet.of(Scope.SERVERS_READ));
            case OPERATOR -> new Caller(null, Set.of(Scope.ADMIN));
            default -> throw new DomainException(ErrorCode.UNAUTHENTICATED, "The token is not valid.");
        };
    }

    @Override
    public Account create(CreateAccountCommand command) {
        changes.add(command);
        return new Account(new AccountId(7), command.name(), Money.ZERO, Money.ZERO, 0, command.maxServers(), NOW);
    }

    @Override
    public CreditEntry addCredit(AddCreditCommand command) {
        find(command.account());
        changes.add(command);
        return new CreditEntry(
                3,
                command.account(),
                command.amount(),
                command.amount(),
                command.reference(),
                command.description(),
                NOW);
    }

    @Override
    public IssuedToken issue(IssueTokenCommand command) {
        find(command.account());
        changes.add(command);
        ApiToken token = new ApiToken(
                new TokenId(4), command.account(), command.name(), command.scopes(), command.expiresAt(), NOW);
        return new IssuedToken(token, "the-secret");
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
        waits.clear();
        operation = Samples.operation(99, OperationKind.START);
        authenticatedOn = "";
    }

    private static void find(AccountId account) {
        if (!account.equals(Samples.ACCOUNT)) {
            throw account.notFound();
        }
    }
}
