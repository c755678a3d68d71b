package dev.berth.application.audit.port.in;

import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;

/** What operators have done. Every use case of theirs writes its own entry, together with the change. */
public interface AuditLog {
    /** One page of the log, newest first. */
    Page<AuditEntry> page(AuditFilter filter, PageRequest request);

    /**
     * Notes that an operator is about to change something in an account's name.
     *
     * @param request what is asked for, such as {@code POST /api/v1/servers/}
     */
    void acting(Actor actor, AccountId account, String request);
}
