package dev.berth.rest.audit;

import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.FieldChange;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An entry of the audit log. What held nothing before, or holds nothing after, is left out there. */
@Representation
record AuditEntryResponse(
        long id,
        String action,
        String subject,
        @Nullable Long accountId,
        ActorResponse actor,
        Map<String, String> before,
        Map<String, String> after,
        String createdAt) {

    static AuditEntryResponse of(AuditEntry entry) {
        return new AuditEntryResponse(
                entry.id(),
                entry.action(),
                entry.subject(),
                entry.account() == null ? null : entry.account().value(),
                ActorResponse.of(entry.actor()),
                values(entry, FieldChange::before),
                values(entry, FieldChange::after),
                Times.format(entry.createdAt()));
    }

    private static Map<String, String> values(AuditEntry entry, Function<FieldChange, @Nullable String> value) {
        Map<String, String> values = new TreeMap<>();
        for (FieldChange change : entry.changes()) {
            String held = value.apply(change);
            if (held != null) {
                values.put(change.field(), held);
            }
        }
        return values;
    }

    /** Who it was, and from where. */
    @Representation
    record ActorResponse(
            @Nullable Long tokenId,
            String name,
            @Nullable String address,
            @Nullable String requestId) {
        static ActorResponse of(Actor actor) {
            return new ActorResponse(
                    actor.token() == null ? null : actor.token().value(),
                    actor.name(),
                    actor.address(),
                    actor.requestId());
        }
    }
}
