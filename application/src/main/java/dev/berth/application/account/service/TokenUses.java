package dev.berth.application.account.service;

import dev.berth.application.account.port.out.ApiTokenRepository;
import dev.berth.domain.account.TokenId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When tokens were last used: kept here and written down now and then, so that no request waits for it. */
public final class TokenUses {
    private final ApiTokenRepository tokens;
    private final Map<TokenId, Instant> latest = new ConcurrentHashMap<>();

    public TokenUses(ApiTokenRepository tokens) {
        this.tokens = tokens;
    }

    /** Notes a use. */
    void add(TokenId token, Instant time) {
        latest.put(token, time);
    }

    /** Writes down what was noted since the last time. What cannot be written now is kept for the next time. */
    public void write() {
        Map<TokenId, Instant> uses = new HashMap<>(latest);
        if (!uses.isEmpty()) {
            tokens.used(uses);
            uses.forEach(latest::remove); // unless used again meanwhile
        }
    }
}
