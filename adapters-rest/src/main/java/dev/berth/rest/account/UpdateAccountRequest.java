package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.count;

import dev.berth.domain.account.Account;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Value;
import org.jspecify.annotations.Nullable;

/** The body of a change of an account's quota. */
final class UpdateAccountRequest {
    private UpdateAccountRequest() {}

    /** How many servers it may have; null when that is to stay. */
    static @Nullable Integer read(ApiRequest request) {
        Value<Integer> maxServers = request.body().optional("max_servers", count(Account::requireMaxServers));
        request.requireValid();
        return maxServers.orNull();
    }
}
