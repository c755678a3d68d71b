package dev.berth.grpc.request;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import io.grpc.Context;

/** Where {@link SecurityInterceptor} leaves who is asking. */
public final class Callers {
    private static final Context.Key<Caller> KEY = Context.key("berth.caller");

    private Callers() {}

    static Context with(Caller caller) {
        return Context.current().withValue(KEY, caller);
    }

    /** The account that is asking. Fails in a call that was not guarded: better no answer than one to anybody. */
    public static AccountId account() {
        Caller caller = KEY.get();
        if (caller == null) {
            throw new IllegalStateException("not authenticated");
        }
        return caller.account();
    }
}
