package dev.berth.application.audit.port.out;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AuditRepository} does. */
public abstract class AuditRepositoryContract {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00.123456Z");
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "2001:db8::7", "request-1");
    private static final AccountId ACCOUNT = new AccountId(17);
    private static final List<FieldChange> CHANGES = List.of(
            new FieldChange("hostname", "a", null),
            new FieldChange("max_servers", "5", "10"),
            new FieldChange("name", null, "Kunde Nº 1"));

    private Repositories store;
    private AuditRepository entries;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        entries = store.auditEntries();
    }

    @Test
    void an_entry_comes_back_as_it_was() {
        insert(OPERATOR, AuditAction.ACCOUNT_UPDATE, "17", ACCOUNT, CHANGES);
        insert(Actor.BERTH, AuditAction.PLAN_CREATE, "3", null, List.of());
        List<AuditEntry> found = entries.page(AuditFilter.ALL, Long.MAX_VALUE, 10);
        AuditEntry plan = found.get(0);
        AuditEntry account = found.get(1);
        assertThat(account)
                .isEqualTo(new AuditEntry(account.id(), OPERATOR, "account.update", "17", ACCOUNT, CHANGES, NOW));
        assertThat(plan).isEqualTo(new AuditEntry(plan.id(), Actor.BERTH, "plan.create", "3", null, List.of(), NOW));
    }

    @Test
    void the_newest_come_first_and_every_page_follows_the_one_before() {
        for (int i = 0; i < 5; i++) {
            insert(OPERATOR, AuditAction.PLAN_CREATE, Integer.toString(i), null, CHANGES.subList(0, i % 3));
        }
        List<AuditEntry> paged = new ArrayList<>(entries.page(AuditFilter.ALL, Long.MAX_VALUE, 2));
        paged.addAll(entries.page(AuditFilter.ALL, paged.get(1).id(), 2));
        paged.addAll(entries.page(AuditFilter.ALL, paged.get(3).id(), 2));
        assertThat(paged).extracting(AuditEntry::subject).containsExactly("4", "3", "2", "1", "0");
        assertThat(paged).extracting(entry -> entry.changes().size()).containsExactly(1, 0, 2, 1, 0);
        assertThat(entries.count(AuditFilter.ALL)).isEqualTo(5);
    }

    @Test
    void each_filter_lets_through_what_it_says_and_all_of_them_together_too() {
        insert(OPERATOR, AuditAction.ACCOUNT_UPDATE, "17", ACCOUNT, CHANGES);
        insert(OPERATOR, AuditAction.ACCOUNT_CLOSE, "17", ACCOUNT, CHANGES);
        insert(OPERATOR, AuditAction.ACCOUNT_UPDATE, "18", new AccountId(18), List.of());
        insert(Actor.BERTH, AuditAction.ACCOUNT_UPDATE, "17", ACCOUNT, List.of());
        assertThat(subjects(new AuditFilter(ACCOUNT, null, null, null))).containsExactly("17", "17", "17");
        assertThat(subjects(new AuditFilter(null, AuditAction.ACCOUNT_UPDATE, null, null)))
                .containsExactly("17", "18", "17");
        assertThat(subjects(new AuditFilter(null, null, "18", null))).containsExactly("18");
        assertThat(subjects(new AuditFilter(null, null, null, new TokenId(9)))).containsExactly("18", "17", "17");
        AuditFilter all = new AuditFilter(ACCOUNT, AuditAction.ACCOUNT_UPDATE, "17", new TokenId(9));
        assertThat(entries.page(all, Long.MAX_VALUE, 10))
                .singleElement()
                .extracting(AuditEntry::changes)
                .isEqualTo(CHANGES);
        assertThat(entries.count(all)).isOne();
    }

    private List<String> subjects(AuditFilter filter) {
        List<AuditEntry> found = entries.page(filter, Long.MAX_VALUE, 10);
        assertThat(entries.count(filter)).isEqualTo(found.size());
        return found.stream().map(AuditEntry::subject).toList();
    }

    private void insert(
            Actor actor, AuditAction action, String subject, @Nullable AccountId account, List<FieldChange> changes) {
        store.transactions().required(() -> {
            entries.insert(actor, action, subject, account, changes, NOW);
            return changes;
        });
    }
}
