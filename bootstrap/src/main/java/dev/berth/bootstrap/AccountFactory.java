package dev.berth.bootstrap;

import dev.berth.application.account.port.in.Accounts;
import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.service.AccountsService;
import dev.berth.application.account.service.ApiTokensService;
import dev.berth.application.account.service.ConfiguredTokens;
import dev.berth.application.port.out.Transactions;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Accounts and tokens. */
@Factory
final class AccountFactory {
    @Singleton
    Accounts accounts(Transactions transactions, AccountRepository accounts, Clock clock) {
        return new AccountsService(transactions, accounts, clock);
    }

    /** Also the authentication. */
    @Singleton
    ApiTokensService apiTokens(
            AccountRepository accounts, ApiTokenRepository tokens, RandomGenerator random, Clock clock) {
        return new ApiTokensService(accounts, tokens, random, clock);
    }

    @Singleton
    ConfiguredTokens configuredTokens(ApiTokenRepository tokens, RandomGenerator random, Clock clock) {
        return new ConfiguredTokens(tokens, random, clock);
    }
}
