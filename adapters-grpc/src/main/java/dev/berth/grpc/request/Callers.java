package dev.berth.grpc.request;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Caller;
import dev.berth.domain.audit.Actor;
import io.grpc.Context;

/** Where {@link SecurityInterceptor} leaves who is asking. */
public final class Callers {
    private static final Context.Key<Caller> KEY = Context.key("berth.caller");
    private static final Context.Key<Actor> ACTOR = Context.key("berth.actor");

    private Callers() {}

    static Context with(Caller caller, Actor actor) {
        return Context.current().withValues(KEY, caller, ACTOR, actor);
    }

    /** The account that is asking. */
    public static AccountId account() {
        return caller().account();
    }

    /** Who is asking. */
    public static Caller caller() {
        return required(KEY);
    }

    /** Who is asking, and from where, for the audit log. */
    public static Actor actor() {
        return required(ACTOR);
    }

    /** Fails in a call that was not guarded: better no answer than one to anybody. */
    private static <T> T required(Context.Key<T> key) {
        T value = key.get();
        if (value == null) {
            throw new IllegalStateException("not authenticated");
        }
        return value;
    }
}
