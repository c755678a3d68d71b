package dev.berth.application.account.service;

import dev.berth.application.account.port.out.AccountRepository;
import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.AccountStatus;
import dev.berth.domain.account.ApiToken;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.TokenId;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tokens that a first start needs before anybody can issue one. */
public final class ConfiguredTokens {
    private static final Pattern FORM = Pattern.compile("[!-~]{32,255}");

    private final Transactions transactions;
    private final AccountRepository accounts;
    private final ApiTokenRepository tokens;
    private final RandomGenerator secureRandom;
    private final Clock clock;

    public ConfiguredTokens(
            Transactions transactions,
            AccountRepository accounts,
            ApiTokenRepository tokens,
            RandomGenerator secureRandom,
            Clock clock) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.tokens = tokens;
        this.secureRandom = secureRandom;
        this.clock = clock;
    }

    /**
     * What became of a token that was to be there.
     *
     * @param isNew whether it was not there before
     * @param secret its secret, if it was made here and now: the only time that it is to be had
     */
    public record Ensured(boolean isNew, Optional<String> secret) {
        /** Without the secret, so that no log has it. */
        @Override
        public String toString() {
            return "Ensured[isNew=" + isNew + "]";
        }
    }

    /**
     * Refuses a secret by its form, before anything is stored.
     *
     * @throws IllegalArgumentException when it is not 32 to 255 visible ASCII characters, or looks like one of ours
     */
    public static String requireUsable(String secret) {
        if (!FORM.matcher(secret).matches() || !TokenSecrets.isPlausible(secret)) {
            throw new IllegalArgumentException(
                    "must be 32 to 255 visible ASCII characters, and must not begin with " + TokenSecrets.PREFIX);
        }
        return secret;
    }

    /** Whether the token in this place exists. */
    public boolean isThere(ConfiguredToken place) {
        return tokens.configured(place).isPresent();
    }

    /**
     * Makes sure that the token in this place exists. A given secret replaces the one before; without one a new token
     * gets a random secret and an old one keeps its own; one in a closed account stays revoked.
     *
     * @param account whose, if it is new; null for an operator's
     * @param scopes what it may do, if it is new
     * @param secret what its owner sends; null: random
     * @throws IllegalArgumentException when the secret is not {@linkplain #requireUsable usable} or another token's
     */
    public Ensured ensure(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, @Nullable String secret) {
        if (secret == null) {
            String made = TokenSecrets.generate(secureRandom);
            boolean isNew = insert(place, account, scopes, made);
            return new Ensured(isNew, isNew ? Optional.of(made) : Optional.empty());
        }
        requireUsable(secret);
        requireNoOtherHas(secret, place);
        return new Ensured(
                !replace(place, secret) && insertOrReplace(place, account, scopes, secret), Optional.empty());
    }

    /** It tells who asks: one secret cannot be two tokens'. */
    private void requireNoOtherHas(String secret, ConfiguredToken place) {
        Optional<TokenId> holder = tokens.find(TokenSecrets.hash(secret)).map(ApiToken::id);
        if (holder.isPresent() && !holder.equals(tokens.configured(place).map(ApiToken::id))) {
            throw new IllegalArgumentException("must not be another token's");
        }
    }

    /** Another replica may insert at the same moment, with another secret: the given one has to be good all the same. */
    private boolean insertOrReplace(
            ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, String secret) {
        boolean isNew = insert(place, account, scopes, secret);
        if (!isNew) {
            replace(place, secret);
        }
        return isNew;
    }

    private boolean replace(ConfiguredToken place, String secret) {
        return transactions.required(
                () -> tokens.configured(place).filter(this::isOfNoClosedAccount).isPresent()
                        && tokens.replaceConfigured(place, TokenSecrets.hash(secret)));
    }

    /** Under the account's lock: nobody closes it meanwhile. */
    private boolean isOfNoClosedAccount(ApiToken token) {
        AccountId account = token.accountId();
        return account == null
                || accounts.lock(account).orElseThrow(account::notFound).status() == AccountStatus.ACTIVE;
    }

    private boolean insert(ConfiguredToken place, @Nullable AccountId account, Set<Scope> scopes, String secret) {
        return tokens.insertConfigured(place, account, scopes, TokenSecrets.hash(secret), clock.instant());
    }
}
