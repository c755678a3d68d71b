package dev.berth.application.account.service;

import dev.berth.application.account.port.in.ApiTokens;
import dev.berth.application.account.port.in.Authentication;
import dev.berth.application.account.port.in.IssueTokenCommand;
import dev.berth.application.account.port.in.IssuedToken;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Caller;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Issues tokens and recognises them. */
public final class ApiTokensService implements ApiTokens, Authentication {
    private final AccountRepository accounts;
    private final ApiTokenRepository tokens;
    private final RandomGenerator secureRandom;
    private final Clock clock;

    public ApiTokensService(
            AccountRepository accounts, ApiTokenRepository tokens, RandomGenerator secureRandom, Clock clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.secureRandom = secureRandom;
        this.clock = clock;
    }

    @Override
    public IssuedToken issue(IssueTokenCommand command) {
        Instant now = clock.instant();
        if (command.expiresAt() != null && !command.expiresAt().isAfter(now)) {
            throw DomainException.invalid("expires_at", "out_of_range", "Must be in the future.");
        }
        Account account = accounts.find(command.account()).orElseThrow(command.account()::notFound);
        String secret = TokenSecrets.generate(secureRandom);
        ApiToken token = tokens.insert(
                account.id(), command.name(), command.scopes(), command.expiresAt(), TokenSecrets.hash(secret), now);
        return new IssuedToken(token, secret);
    }

    @Override
    public Caller authenticate(String secret) {
        if (!TokenSecrets.isPlausible(secret)) {
            throw unauthenticated();
        }
        return tokens.find(TokenSecrets.hash(secret))
                .filter(token -> token.isValidAt(clock.instant()))
                .map(token -> new Caller(token.accountId(), token.scopes()))
                .orElseThrow(ApiTokensService::unauthenticated);
    }

    private static DomainException unauthenticated() {
        return new DomainException(
                ErrorCode.UNAUTHENTICATED, "The API token is unknown, expired or revoked. Send one that is valid.");
    }
}
