package dev.berth.application.port.in;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives every request one id, for its answer, the log and the audit log. */
public final class RequestIdSource {
    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Supplier<String> made;

    /** @param made ids for requests that come without one: well-formed, and never the same twice */
    public RequestIdSource(Supplier<String> made) {
        this.made = made;
    }

    /** The one that was sent, where that is 1 to 64 letters, digits, dots, hyphens and underscores; else a new one. */
    public String idFor(@Nullable String sent) {
        return sent != null && ACCEPTED.matcher(sent).matches() ? sent : made.get();
    }
}
