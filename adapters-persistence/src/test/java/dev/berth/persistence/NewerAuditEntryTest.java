package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Repositories;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica of a newer version has written down, while versions run side by side. */
class NewerAuditEntryTest {
    @Test
    void an_action_that_is_not_known_is_shown_as_it_was_written() {
        try (Database database = Database.h2(Map.of())) {
            Repositories store = database.emptied();
            for (AuditAction action : List.of(AuditAction.PLAN_CREATE, AuditAction.PLAN_UPDATE)) {
                store.auditEntries()
                        .insert(Actor.BERTH, action, "3", null, List.of(), Instant.parse("2026-01-10T14:30:00Z"));
            }
            database.bean(Sql.class)
                    .update("UPDATE audit_entries SET action = 'RACK_UNIT_LABEL' WHERE action = 'PLAN_UPDATE'");
            assertThat(store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 10))
                    .extracting(AuditEntry::action)
                    .containsExactly("rack_unit.label", "plan.create");
        }
    }
}
