package dev.berth.application.audit.service;

import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.Changes;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Where the operator's use cases write down what they do, in the transaction in which they do it. */
public final class AuditTrail {
    private final AuditRepository entries;
    private final Clock clock;

    public AuditTrail(AuditRepository entries, Clock clock) {
        this.entries = entries;
        this.clock = clock;
    }

    /**
     * Adds an entry about something that belongs to an account.
     *
     * @param subject the id, or the code, of what is changed
     * @param account the account that it concerns; null when none
     */
    public void add(Actor actor, AuditAction action, Object subject, @Nullable AccountId account, Changes changes) {
        entries.insert(actor, action, subject.toString(), account, changes.list(), clock.instant());
    }

    /** Adds an entry about something that belongs to no account. */
    public void add(Actor actor, AuditAction action, Object subject, Changes changes) {
        add(actor, action, subject, null, changes);
    }
}
