package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.service.Metering;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.out.HoldRepository.Paid;
import dev.berth.application.server.port.out.HoldRepository.Unpaid;
import dev.berth.application.testdata.Fixtures;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Meter;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.AuditAction;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerRef;
import dev.berth.domain.server.ServerStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** With 100,000 servers and as many operations, PostgreSQL finds by an index what the hot statements ask for. */
class QueryPlanTest {
    /** Tables that grow with the number of servers; reading all of them is never right. */
    private static final Pattern SCAN_OF_A_LARGE_TABLE = Pattern.compile(
            "Seq Scan on (servers|server_usage|server_holds|operations|addresses|reservations|accounts|api_tokens|ssh_keys"
                    + "|meters|credit_entries|audit_entries|audit_changes)\\b");

    /** There may be as many free ones as there are servers. */
    private static final Pattern SORT_OF_ADDRESSES = Pattern.compile("Sort Key: addresses");

    private static final Pattern SORT_OF_A_LEDGER = Pattern.compile("Sort(?s:.*) on credit_entries");

    private static final Pattern SORT_OF_THE_AUDIT_LOG = Pattern.compile("Sort Key: (?:[a-z_]+, )*id DESC");

    private static final Pattern LOCK_BY_STATUS = Pattern.compile("LockRows(?s:.*)ix_operations_due");

    private static final Pattern LOOKS_AT_SERVERS = Pattern.compile("on servers s .* loops=(\\d+)\\)");

    private static final long ACCOUNT = 50;
    private static final long UNPAID = 60; // exhausted
    private static final long HELD = 70; // exhausted, and its servers held
    private static final long PAID = 80; // not exhausted, and its servers held
    private static final int ACCOUNTS = 100; // that have servers
    private static final int SERVERS = 100_000;

    private static Database database;
    private static UseCases cases;

    @BeforeAll
    static void fill() {
        database = Database.postgres(Map.of("statement-log", true));
        cases = new UseCases(database);
        Sql sql = database.bean(Sql.class);
        sql.update("DELETE FROM operations");
        sql.update("DELETE FROM credit_entries");
        sql.update("DELETE FROM accounts");
        sql.update("""
                INSERT INTO accounts (id, name, balance, hourly_cost, servers, max_servers, created_at)
                SELECT n, 'account', 1000000000, 100000, CASE WHEN n <= CAST(? AS INT) THEN 1000 ELSE 0 END, 100000,
                  CURRENT_TIMESTAMP
                FROM generate_series(1, 10000) n""", ACCOUNTS);
        sql.update(
                "UPDATE accounts SET balance = 0, exhausted_at = CAST(? AS TIMESTAMP WITH TIME ZONE) WHERE id IN (?, ?) OR id > 9000",
                cases.fixtures.now,
                UNPAID,
                HELD);
        sql.update("""
                INSERT INTO api_tokens (account_id, name, scopes, hash, created_at)
                SELECT n % CAST(? AS INT) + 1, 'token', 'servers:read', md5(n::text) || md5(n::text), CURRENT_TIMESTAMP
                FROM generate_series(1, 10000) n""", ACCOUNTS);
        sql.update("""
                INSERT INTO ssh_keys (account_id, name, public_key, fingerprint, created_at)
                SELECT n % 10000 + 1, 'laptop', 'ssh-ed25519 AAAA', 'SHA256:' || md5(n::text), CURRENT_TIMESTAMP
                FROM generate_series(1, 100000) n""");
        sql.update(
                """
                INSERT INTO servers (id, machine, account_id, name, hostname, backups_enabled, plan_id, os_id, location,
                  host_id, ipv4, ipv6, price_hourly, price_monthly, status, current_operation_id, fence,
                  first_active_at, created_at, updated_at, deleted)
                SELECT n, gen_random_uuid(), n % CAST(? AS INT) + 1, 'web', 'web', FALSE, ?, ?, ?, ?, '203.0.113.9',
                  '2001:db8::9', 1, 10, CASE n % 4 WHEN 0 THEN 'STARTING' WHEN 1 THEN 'STOPPED' ELSE 'ACTIVE' END,
                  CASE n % 4 WHEN 0 THEN n END, 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, FALSE
                FROM generate_series(1, CAST(? AS INT)) n""",
                ACCOUNTS,
                cases.fixtures.plan.id().value(),
                cases.fixtures.os.id().value(),
                cases.fixtures.location.code().value(),
                cases.fixtures.host.id().value(),
                SERVERS);
        sql.update("""
                INSERT INTO server_usage (server_id, cpu_percent, memory_used, disk_used, traffic_counter, month_traffic,
                  sampled_at)
                SELECT n, 1, 1, 1, 1, 1, CURRENT_TIMESTAMP FROM generate_series(1, CAST(? AS INT)) n""", SERVERS);
        sql.update("ANALYZE operations"); // empty: the worst that a planner can know of a queue that fills up
        sql.update("""
                INSERT INTO operations (id, server_id, account_id, kind, status, steps_done, attempts, relocating, due_at,
                  created_at)
                SELECT n, n, n % CAST(? AS INT) + 1, 'START', CASE n % 4 WHEN 0 THEN 'PENDING' ELSE 'SUCCEEDED' END, 0, 0,
                  FALSE, CAST(? AS TIMESTAMP WITH TIME ZONE) - n * INTERVAL '1 second', CURRENT_TIMESTAMP
                FROM generate_series(1, CAST(? AS INT)) n""", ACCOUNTS, cases.fixtures.now, SERVERS);
        sql.update("""
                INSERT INTO addresses (location, address, server_id)
                SELECT ?, '10.' || n / 65536 || '.' || n / 256 % 256 || '.' || n % 256,
                  CASE WHEN n <= CAST(? AS INT) / 2 THEN n END
                FROM generate_series(1, CAST(? AS INT)) n""", cases.fixtures.location.code().value(), SERVERS, SERVERS);
        sql.update("""
                INSERT INTO reservations (server_id, host_id, vcpus, memory, storage)
                SELECT n, ?, 1, 1, 1 FROM generate_series(1, CAST(? AS INT)) n""", cases.fixtures.host.id().value(), SERVERS);
        sql.update("""
                INSERT INTO server_holds (server_id, kind, actor, reason, created_at)
                SELECT n, 'OPERATOR', 'admin', 'because', CURRENT_TIMESTAMP FROM generate_series(1, CAST(? AS INT)) n""", SERVERS);
        sql.update("""
                INSERT INTO server_holds (server_id, kind, actor, reason, created_at)
                SELECT id, 'BILLING', 'billing', 'because', CURRENT_TIMESTAMP FROM servers WHERE account_id IN (?, ?)""", HELD, PAID);
        sql.update("UPDATE servers SET holds = 'OPERATOR BILLING' WHERE account_id IN (?, ?)", HELD, PAID);
        sql.update("""
                INSERT INTO meters (server_id, account_id, price_hourly, price_monthly, started_at, booked_hours, due_at)
                SELECT n, n % CAST(? AS INT) + 1, 0.0150, 10, CAST(? AS TIMESTAMP WITH TIME ZONE), 0,
                  CASE n % 4 WHEN 0 THEN NULL
                    ELSE CAST(? AS TIMESTAMP WITH TIME ZONE) + (n % 3600) * INTERVAL '1 second' END
                FROM generate_series(1, CAST(? AS INT)) n""", ACCOUNTS, cases.fixtures.now, cases.fixtures.now, SERVERS);
        sql.update("""
                INSERT INTO credit_entries (account_id, kind, server_id, amount, balance, reference, description,
                  created_at)
                SELECT n % CAST(? AS INT) + 1, 'USAGE', n, -0.0150, 1000000000, 'history-' || n,
                  '1 hour of server ' || n, CURRENT_TIMESTAMP
                FROM generate_series(1, CAST(? AS INT)) n""", ACCOUNTS, SERVERS);
        sql.update("""
                INSERT INTO audit_entries (id, token_id, actor, action, subject, account_id, created_at)
                SELECT n, n % 5, 'ops', CASE n % 20 WHEN 0 THEN 'PLAN_UPDATE' ELSE 'ACCOUNT_ACT' END,
                  CAST(n % 1000 AS VARCHAR), n % 10, CURRENT_TIMESTAMP
                FROM generate_series(1, CAST(? AS INT)) n""", SERVERS);
        sql.update("""
                INSERT INTO audit_changes (entry_id, field, after_value)
                SELECT n, 'request', 'POST /' FROM generate_series(1, CAST(? AS INT)) n""", SERVERS);
        sql.update("ALTER SEQUENCE server_ids RESTART WITH 1000000");
        sql.update("ALTER SEQUENCE operation_ids RESTART WITH 1000000");
        for (String table : List.of(
                "servers",
                "server_usage",
                "server_holds",
                "addresses",
                "reservations",
                "accounts",
                "api_tokens",
                "ssh_keys",
                "meters",
                "credit_entries",
                "audit_entries",
                "audit_changes")) {
            sql.update("ANALYZE " + table);
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @TestFactory
    Stream<DynamicTest> no_hot_statement_reads_a_large_table_from_end_to_end() {
        AccountId account = new AccountId(ACCOUNT);
        ServerRef server = new ServerRef(account, new ServerId(ACCOUNT - 1));
        ServerFilter filter = new ServerFilter(ServerStatus.STOPPED, cases.fixtures.location.code());
        return Stream.of(
                test("get", () -> cases.queries.get(server)),
                test("page", () -> cases.queries.page(account, ServerFilter.ALL, new PageRequest(100, 0, null))),
                test(
                        "next page",
                        () -> cases.queries.page(account, ServerFilter.ALL, new PageRequest(100, 50_000, 1L))),
                test(
                        "page by status and location",
                        () -> cases.queries.page(account, filter, new PageRequest(20, 0, null))),
                test("batch of the full list", () -> cases.store.servers().page(account, ServerFilter.ALL, 0, 2_000)),
                test("operator's page", () -> adminPage(new AdminServerFilter(null, null, null))),
                test(
                        "operator's page by status",
                        () -> adminPage(new AdminServerFilter(null, null, ServerStatus.STOPPED))),
                test("operator's page by account", () -> adminPage(new AdminServerFilter(account, null, null))),
                test("operator's page by host", () -> adminPage(new AdminServerFilter(null, new HostId(77), null))),
                test("authentication", () -> cases.store.apiTokens().find(Fixtures.tokenHash())),
                test("ssh keys", () -> cases.sshKeys.list(account)),
                test("ssh key", () -> cases.store.sshKeys().find(account, new SshKeyId(ACCOUNT - 1))),
                test("delete ssh key", () -> cases.sshKeys.delete(account, new SshKeyId(ACCOUNT - 1))),
                test(
                        "create ssh key",
                        () -> cases.sshKeys.create(
                                new CreateSshKeyCommand(account, "laptop", Fixtures.sshPublicKey()))),
                test("operation", () -> cases.store.operations().find(new OperationId(7))),
                test(
                        "those awaited",
                        () -> cases.store
                                .operations()
                                .ended(List.of(new OperationId(7), new OperationId(8), new OperationId(9)))),
                test(
                        "claim",
                        () -> assertThat(cases.store.queue().claim(cases.fixtures.liveReplica(), 8, cases.fixtures.now))
                                .hasSize(8)),
                test("stop", () -> cases.lifecycle.stop(new ServerRef(new AccountId(3), new ServerId(2)))),
                test("delete", () -> cases.lifecycle.delete(new ServerRef(new AccountId(4), new ServerId(3)))),
                test(
                        "create",
                        () -> cases.store
                                .transactions()
                                .required(() -> cases.lifecycle.create(
                                        new dev.berth.application.server.port.in.CreateServerCommand(
                                                account,
                                                new dev.berth.domain.server.ServerName("web"),
                                                null,
                                                cases.fixtures.plan.id(),
                                                cases.fixtures.os.id(),
                                                cases.fixtures.location.code(),
                                                null,
                                                false)))),
                test(
                        "release",
                        () -> cases.store.transactions().required(() -> {
                            cases.store.hosts().release(new ServerId(9));
                            cases.store.addresses().releaseIpv4(new ServerId(9), cases.fixtures.now);
                            return true;
                        })),
                test(
                        "due meters",
                        () -> assertThat(cases.store.meters().due(cases.fixtures.now.plusSeconds(60), null, 500))
                                .hasSize(500)),
                test("next due meters", () -> {
                    Instant now = cases.fixtures.now.plusSeconds(3_600);
                    Meter last = cases.store
                            .meters()
                            .due(now, null, 2_000)
                            .get(1_999)
                            .meter();
                    assertThat(cases.store.meters().due(now, last, 500)).hasSize(500);
                }),
                test("metering", () -> {
                    Clock clock = Clock.fixed(cases.fixtures.now.plusSeconds(1), ZoneOffset.UTC);
                    new Metering(cases.store.transactions(), cases.store.meters(), cases.store.accounts(), clock).run();
                }),
                test("unpaid accounts", () -> {
                    List<Unpaid> unpaid = cases.store.holds().unpaid(cases.fixtures.now, null, 500);
                    assertThat(unpaid).extracting(Unpaid::account).containsExactly(new AccountId(UNPAID));
                    assertThat(cases.store.holds().unpaid(cases.fixtures.now, unpaid.get(0), 500))
                            .isEmpty();
                }),
                test(
                        "no unpaid accounts",
                        () -> assertThat(cases.store.holds().unpaid(cases.fixtures.now.minusSeconds(1), null, 500))
                                .isEmpty()),
                test("servers not held", () -> {
                    AccountId unpaid = new AccountId(UNPAID);
                    assertThat(cases.store.holds().notHeld(unpaid, 50_000, 500)).hasSize(500);
                    assertThat(cases.store.holds().notHeld(unpaid, 100_000, 500))
                            .isEmpty();
                }),
                test("paid servers", () -> {
                    List<Paid> batch = cases.store.holds().paid(cases.fixtures.now, 0, 500);
                    assertThat(batch).hasSize(500);
                    assertThat(cases.store
                                    .holds()
                                    .paid(
                                            cases.fixtures.now,
                                            batch.get(499).server().value(),
                                            1_000))
                            .hasSize(500);
                }),
                test(
                        "billing's holds",
                        () -> cases.billingHolds(Duration.ZERO, Clock.fixed(cases.fixtures.now, ZoneOffset.UTC))
                                .run()),
                test(
                        "ledger",
                        () -> assertThat(cases.store.accounts().ledger(account, Long.MAX_VALUE, 100))
                                .hasSize(100)),
                test("next page of the ledger", () -> cases.store.accounts().ledger(account, 50_000, 100)),
                test("length of the ledger", () -> cases.store.accounts().countEntries(account)),
                test("audit log", () -> auditPage(AuditFilter.ALL)),
                test("audit log of an account", () -> auditPage(new AuditFilter(new AccountId(7), null, null, null))),
                test(
                        "audit log of an action",
                        () -> auditPage(new AuditFilter(null, AuditAction.PLAN_UPDATE, null, null))),
                test(
                        "audit log of a subject",
                        () -> auditPage(new AuditFilter(null, AuditAction.PLAN_UPDATE, "40", null))),
                test("audit log of a token", () -> auditPage(new AuditFilter(null, null, null, new TokenId(3)))),
                test(
                        "audit log of an action by a token for an account",
                        () -> auditPage(
                                new AuditFilter(new AccountId(7), AuditAction.ACCOUNT_ACT, null, new TokenId(2)))),
                test(
                        "where there is room",
                        () -> assertThat(cases.store.addresses().withFreeAddresses(cases.fixtures.now))
                                .hasSize(1)),
                test("sample", () -> cases.store.usage().running(90_000, 500)));
    }

    @Test
    void accounts_that_left_owing_are_not_looked_at_for_servers() {
        assertThat(looksAtServers(() -> cases.store.holds().unpaid(cases.fixtures.now, null, 500)))
                .as("those that have any: %d and %d", UNPAID, HELD)
                .isEqualTo(2);
    }

    @Test
    void servers_that_were_deleted_while_they_were_held_are_not_looked_at() {
        String held = "SELECT COUNT(*) AS held FROM servers WHERE deleted = FALSE AND holds LIKE '%BILLING%'";
        long before = database.bean(Sql.class).only(held, row -> row.number("held"));
        for (long server = HELD - 1; server < 1_000; server += ACCOUNTS) {
            cases.lifecycle.delete(new ServerRef(new AccountId(HELD), new ServerId(server)));
        }
        assertThat(looksAtServers(() -> cases.store.holds().paid(cases.fixtures.now, 0, SERVERS)))
                .isEqualTo(before - 10)
                .isEqualTo(database.bean(Sql.class).only(held, row -> row.number("held")));
    }

    /** How often the one statement of this looks for a server. */
    private static long looksAtServers(Runnable work) {
        StatementLog.Statement sent =
                database.bean(StatementLog.class).statementsDuring(work).get(0);
        Matcher looks = LOOKS_AT_SERVERS.matcher(plan("EXPLAIN (ANALYZE, TIMING OFF) ", sent));
        assertThat(looks.find()).isTrue();
        return Long.parseLong(looks.group(1));
    }

    private static void auditPage(AuditFilter filter) {
        assertThat(cases.store.auditEntries().page(filter, 90_000, 50)).hasSize(50);
    }

    private static void adminPage(AdminServerFilter filter) {
        cases.store.servers().page(filter, 0, 101, cases.fixtures.now);
        cases.store.holds().of(List.of(new ServerId(7), new ServerId(8)));
    }

    @Test
    void a_statement_that_does_is_found() {
        assertThat(plan(
                        "EXPLAIN ",
                        new StatementLog.Statement(
                                "SELECT * FROM servers WHERE name = 'x'", new java.util.TreeMap<>())))
                .containsPattern(SCAN_OF_A_LARGE_TABLE);
    }

    private static DynamicTest test(String name, Runnable work) {
        return DynamicTest.dynamicTest(name, () -> {
            List<StatementLog.Statement> sent =
                    database.bean(StatementLog.class).statementsDuring(work);
            assertThat(sent).isNotEmpty();
            for (StatementLog.Statement statement : sent) {
                assertThat(plan("EXPLAIN ", statement))
                        .as(statement.sql())
                        .doesNotContainPattern(SCAN_OF_A_LARGE_TABLE)
                        .doesNotContainPattern(SORT_OF_ADDRESSES)
                        .doesNotContainPattern(SORT_OF_A_LEDGER)
                        .doesNotContainPattern(SORT_OF_THE_AUDIT_LOG)
                        .doesNotContainPattern(LOCK_BY_STATUS);
            }
        });
    }

    private static String plan(String explain, StatementLog.Statement statement) {
        return String.join(
                "\n",
                database.bean(Sql.class)
                        .list(explain + statement.sql(), row -> row.text("QUERY PLAN"), statement.argumentList()));
    }
}
