package dev.berth.application.account.service;

import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.caching.Recent;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Caller;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Issues tokens, revokes them and recognises them. */
public final class ApiTokensService implements ApiTokens, Authentication {
    private static final int MOST = 100;

    /** No account ever goes away. */
    private static final Duration KNOWN = Duration.ofHours(1);

    private final Transactions transactions;
    private final AccountRepository accounts;
    private final ApiTokenRepository tokens;
    private final TokenUses uses;
    private final AuditTrail audit;
    private final Recent<AccountId, AccountId> knownAccounts;
    private final RandomGenerator secureRandom;
    private final Clock clock;

    public ApiTokensService(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            TokenUses uses,
            AuditTrail audit,
            RandomGenerator secureRandom,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.tokens = tokens;
        this.uses = uses;
        this.audit = audit;
        this.knownAccounts = new Recent<>(id -> accounts.find(id).map(Account::id), KNOWN, clock);
        this.secureRandom = secureRandom;
        this.clock = clock;
    }

    @Override
    public List<ApiToken> list(AccountId account) {
        List<ApiToken> found = tokens.list(account);
        if (found.isEmpty()) {
            requireKnown(account);
        }
        return found;
    }

    @Override
    public IssuedToken issue(Caller caller, IssueTokenCommand command) {
        caller.requireMayGrant(command.scopes());
        return transactions.required(() -> insert(command));
    }

    @Override
    public IssuedToken issueAsOperator(Actor actor, IssueTokenCommand command) {
        return transactions.required(() -> {
            IssuedToken issued = insert(command);
            ApiToken token = issued.token();
            Changes changes = new Changes()
                    .to("name", token.name())
                    .to("scopes", names(token))
                    .to("expires_at", token.expiresAt());
            audit.add(actor, AuditAction.TOKEN_CREATE, token.id(), token.accountId(), changes);
            return issued;
        });
    }

    @Override
    public void revoke(AccountId account, TokenId token) {
        if (tokens.revoke(account, token, clock.instant()).isEmpty()) {
            throw token.notFound();
        }
    }

    @Override
    public void revokeAsOperator(Actor actor, AccountId account, TokenId id) {
        requireKnown(account);
        transactions.required(() -> {
            ApiToken token = tokens.revoke(account, id, clock.instant()).orElseThrow(id::notFound);
            Changes changes = new Changes().of("name", token.name(), null).of("scopes", names(token), null);
            audit.add(actor, AuditAction.TOKEN_REVOKE, id, account, changes);
            return token;
        });
    }

    @Override
    public Caller authenticate(String secret) {
        if (!TokenSecrets.isPlausible(secret)) {
            throw unauthenticated();
        }
        Instant now = clock.instant();
        ApiToken token = tokens.find(TokenSecrets.hash(secret))
                .filter(found -> found.isValidAt(now))
                .orElseThrow(ApiTokensService::unauthenticated);
        uses.add(token.id(), now);
        return Caller.of(token);
    }

    @Override
    public Caller actFor(Caller operator, AccountId account) {
        Caller acting = operator.actingFor(account);
        requireKnown(account);
        return acting;
    }

    private void requireKnown(AccountId account) {
        if (knownAccounts.get(account).isEmpty()) {
            throw account.notFound();
        }
    }

    /** Under the account's lock: nobody else issues a token meanwhile, nor closes it. */
    private IssuedToken insert(IssueTokenCommand command) {
        Instant now = clock.instant();
        if (command.expiresAt() != null && !command.expiresAt().isAfter(now)) {
            throw DomainException.invalid("expires_at", "out_of_range", "Must be in the future.");
        }
        Account account = accounts.lock(command.account()).orElseThrow(command.account()::notFound);
        account.requireOpen();
        requireRoom(tokens.list(account.id()).size());
        String secret = TokenSecrets.generate(secureRandom);
        ApiToken token = tokens.insert(
                account.id(),
                command.name(),
                command.scopes(),
                command.expiresAt(),
                TokenSecrets.prefix(secret),
                TokenSecrets.hash(secret),
                now);
        return new IssuedToken(token, secret);
    }

    private static void requireRoom(int used) {
        if (used >= MOST) {
            throw new DomainException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The account has %d of at most %d tokens. Revoke one that is not used any more."
                            .formatted(used, MOST),
                    Map.of("used", used, "max", MOST));
        }
    }

    private static String names(ApiToken token) {
        return token.scopes().stream().sorted().map(Scope::wireName).collect(Collectors.joining(" "));
    }

    private static DomainException unauthenticated() {
        return new DomainException(
                ErrorCode.UNAUTHENTICATED, "The API token is unknown, expired or revoked. Send one that is valid.");
    }
}
