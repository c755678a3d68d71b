package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads cost one statement each, and no transaction around it. */
class SingleStatementTest {
    private Database database;
    private Repositories store;
    private StatementLog log;
    private Fixtures fixtures;
    private Server server;

    @BeforeEach
    void setUp() {
        database = Database.h2(Map.of("statement-log", true));
        store = database.repositories();
        log = database.bean(StatementLog.class);
        fixtures = new Fixtures(store);
        server = fixtures.provisioning();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_server_is_read_with_one_statement() {
        assertOneStatement(() -> store.servers().find(Fixtures.ref(server), fixtures.now));
    }

    @Test
    void a_page_is_read_with_one_statement() {
        assertOneStatement(() -> store.servers().page(fixtures.account.id(), ServerFilter.ALL, 0, 10));
    }

    @Test
    void an_operation_is_read_with_one_statement() {
        assertOneStatement(() -> store.operations().find(Fixtures.currentOperation(server)));
    }

    @Test
    void a_page_of_a_ledger_is_read_with_one_statement() {
        assertOneStatement(() -> store.accounts().ledger(fixtures.account.id(), Long.MAX_VALUE, 10));
    }

    @Test
    void a_page_of_a_ledger_is_read_no_further_than_its_limit() {
        assertIndexSorted(
                "ix_credit_entries_account", () -> store.accounts().ledger(fixtures.account.id(), Long.MAX_VALUE, 10));
    }

    static List<Arguments> pages_of_the_audit_log() {
        AccountId account = new AccountId(1);
        AuditAction action = AuditAction.ACCOUNT_ACT;
        TokenId token = new TokenId(2);
        return List.of(
                arguments("PRIMARY_KEY", AuditFilter.ALL),
                arguments("ix_audit_entries_account:", new AuditFilter(account, null, null, null)),
                arguments("ix_audit_entries_account:", new AuditFilter(account, action, null, token)),
                arguments("ix_audit_entries_action_id:", new AuditFilter(null, action, null, null)),
                arguments("ix_audit_entries_action:", new AuditFilter(null, action, "1", null)),
                arguments("ix_audit_entries_action:", new AuditFilter(account, action, "1", token)),
                arguments("ix_audit_entries_token:", new AuditFilter(null, null, null, token)),
                arguments("ix_audit_entries_token:", new AuditFilter(null, action, null, token)));
    }

    @ParameterizedTest
    @MethodSource("pages_of_the_audit_log")
    void a_page_of_the_audit_log_is_read_no_further_than_its_limit(String index, AuditFilter filter) {
        assertIndexSorted(index, () -> store.auditEntries().page(filter, Long.MAX_VALUE, 10));
    }

    @Test
    void a_token_is_read_with_one_statement() {
        assertOneStatement(() -> store.apiTokens().find(Fixtures.tokenHash()));
    }

    @Test
    void a_lease_is_renewed_with_one_statement() {
        assertOneStatement(() -> store.replicas().renew(Fixtures.replicaId(), Duration.ZERO));
    }

    @Test
    void nothing_to_claim_costs_one_statement() {
        assertOneStatement(() -> store.queue().claim(Fixtures.replicaId(), 10, fixtures.now.minusSeconds(1)));
    }

    @Test
    void a_transaction_is_seen_where_there_is_one() {
        assertThat(log.during(() ->
                        store.transactions().required(() -> store.servers().lock(Fixtures.ref(server)))))
                .containsExactly("setAutoCommit", "prepareStatement", "commit", "setAutoCommit");
    }

    private void assertIndexSorted(String index, Runnable read) {
        StatementLog.Statement statement = log.statementsDuring(read).get(0);
        assertThat(database.bean(Sql.class)
                        .list("EXPLAIN " + statement.sql(), row -> row.text("PLAN"), statement.argumentList()))
                .singleElement()
                .asString()
                .contains("public." + index)
                .contains("/* index sorted */");
    }

    private void assertOneStatement(Runnable read) {
        assertThat(log.during(read)).containsExactly("prepareStatement");
    }
}
