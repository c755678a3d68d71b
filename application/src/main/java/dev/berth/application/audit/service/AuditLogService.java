package dev.berth.application.audit.service;

import dev.berth.application.audit.port.in.AuditLog;
import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.port.out.Transactions;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.Changes;
import java.util.List;

/** Reads the audit log, and notes what is asked for in an account's name. */
public final class AuditLogService implements AuditLog {
    private final Transactions transactions;
    private final AuditRepository entries;
    private final AuditTrail trail;

    public AuditLogService(Transactions transactions, AuditRepository entries, AuditTrail trail) {
        this.transactions = transactions;
        this.entries = entries;
        this.trail = trail;
    }

    @Override
    public Page<AuditEntry> page(AuditFilter filter, PageRequest request) {
        List<AuditEntry> found = entries.page(filter, request.before(), request.limit() + 1);
        return Page.of(found, request, () -> entries.count(filter));
    }

    @Override
    public void acting(Actor actor, AccountId account, String request) {
        Changes changes = new Changes().to("request", request);
        transactions.required(() -> {
            trail.add(actor, AuditAction.ACCOUNT_ACT, account, account, changes);
            return changes;
        });
    }
}
