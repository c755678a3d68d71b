package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.service.Metering;
import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.UpdateServerCommand;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.testdata.Fixtures;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerName;
import dev.berth.domain.server.ServerRef;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each use case costs the database, in statements and in transactions. */
class StatementsOfUseCasesTest {
    private static final Map<String, Object> LOG = Map.of("statement-log", true);
    private static final PageRequest PAGE_OF_TWO = new PageRequest(2, 0, null);

    enum Engine {
        H2 {
            @Override
            Database open() {
                return Database.h2(LOG);
            }
        },
        POSTGRESQL {
            @Override
            Database open() {
                return Database.postgres(LOG);
            }
        };

        abstract Database open();
    }

    @ParameterizedTest
    @EnumSource
    void a_get_is_one_statement(Engine engine) {
        with(engine, (cases, log) -> {
            ServerRef server = Fixtures.ref(cases.fixtures.active(cases.fixtures.account.id()));
            assertThat(log.during(() -> cases.queries.get(server))).isEqualTo(statements(1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_page_is_one_statement_and_a_first_page_of_several_one_more_for_the_count(Engine engine) {
        with(engine, (cases, log) -> {
            for (int i = 0; i < 3; i++) {
                cases.fixtures.active(cases.fixtures.account.id());
            }
            Consumer<PageRequest> page =
                    request -> cases.queries.page(cases.fixtures.account.id(), ServerFilter.ALL, request);
            assertThat(log.during(() -> page.accept(PAGE_OF_TWO))).isEqualTo(statements(2));
            assertThat(log.during(() -> page.accept(new PageRequest(10, 0, null))))
                    .isEqualTo(statements(1));
            assertThat(log.during(() -> page.accept(new PageRequest(2, 2, 3L)))).isEqualTo(statements(1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_full_list_is_one_statement_for_each_batch(Engine engine) {
        with(engine, (cases, log) -> {
            cases.fixtures.active(cases.fixtures.account.id());
            assertThat(log.during(() -> cases.queries
                            .all(cases.fixtures.account.id(), ServerFilter.ALL)
                            .forEachRemaining(batch -> {})))
                    .isEqualTo(statements(1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_start_and_a_stop_are_one_transaction_of_four_statements(Engine engine) {
        with(engine, (cases, log) -> {
            ServerRef active = Fixtures.ref(cases.fixtures.active(cases.fixtures.account.id()));
            assertThat(log.during(() -> cases.lifecycle.stop(active))).isEqualTo(transaction(4));
            Server stopping = cases.store
                    .transactions()
                    .required(() -> cases.store.servers().lock(active))
                    .orElseThrow();
            cases.store.servers().save(stopping.complete(OperationKind.STOP, cases.fixtures.now));
            assertThat(log.during(() -> cases.lifecycle.start(active))).isEqualTo(transaction(4));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_delete_is_one_transaction(Engine engine) {
        with(engine, (cases, log) -> {
            ServerRef active = Fixtures.ref(cases.fixtures.active(cases.fixtures.account.id()));
            cases.meter(active);
            // the server, an id, the operation, the server again; the meter twice, the account, its ledger
            assertThat(log.during(() -> cases.lifecycle.delete(active))).isEqualTo(transaction(8));
        });
    }

    @ParameterizedTest
    @EnumSource
    void an_update_is_one_transaction(Engine engine) {
        with(engine, (cases, log) -> {
            ServerRef active = Fixtures.ref(cases.fixtures.active(cases.fixtures.account.id()));
            UpdateServerCommand rename = new UpdateServerCommand(active, new ServerName("renamed"), null, null);
            assertThat(log.during(() -> cases.lifecycle.update(rename))).isEqualTo(transaction(3));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_create_is_one_statement_on_postgresql_and_one_transaction_elsewhere(Engine engine) {
        with(engine, (cases, log) -> {
            cases.lifecycle.create(cases.createCommand()); // reads the catalog and the hosts, for a second
            List<String> cost = log.during(() -> cases.lifecycle.create(cases.createCommand()));
            if (engine == Engine.POSTGRESQL) {
                assertThat(cost).isEqualTo(statements(1));
            } else {
                assertThat(cost).startsWith("setAutoCommit").endsWith("commit", "setAutoCommit");
                assertThat(cost).filteredOn("commit"::equals).hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_key_makes_a_create_one_statement_dearer(Engine engine) {
        with(engine, (cases, log) -> {
            SshKey key = cases.sshKeys.create(sshKey(cases));
            cases.lifecycle.create(cases.createCommand()); // reads the catalog and the hosts, for a second
            List<String> without = log.during(() -> cases.lifecycle.create(cases.createCommand()));
            List<String> expected = new ArrayList<>(statements(1));
            expected.addAll(without);
            assertThat(log.during(() -> cases.lifecycle.create(cases.createCommand(key.id()))))
                    .isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_key_is_added_in_one_transaction_and_read_and_deleted_with_one_statement(Engine engine) {
        with(engine, (cases, log) -> {
            CreateSshKeyCommand wanted = sshKey(cases);
            assertThat(log.during(() -> cases.sshKeys.create(wanted))).isEqualTo(transaction(3));
            SshKey key = cases.sshKeys.list(wanted.account()).get(0);
            assertThat(log.during(() -> cases.sshKeys.list(key.accountId()))).isEqualTo(statements(1));
            assertThat(log.during(() -> cases.sshKeys.get(key.accountId(), key.id())))
                    .isEqualTo(statements(1));
            assertThat(log.during(() -> cases.sshKeys.delete(key.accountId(), key.id())))
                    .isEqualTo(statements(1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void an_authentication_is_one_statement_in_a_while_also_of_what_is_unknown(Engine engine) {
        with(engine, (cases, log) -> {
            Runnable attempt =
                    () -> assertThatThrownBy(() -> cases.tokens.authenticate("an-unknown-token-of-a-plausible-length"))
                            .isInstanceOf(DomainException.class);
            assertThat(log.during(attempt)).isEqualTo(statements(1));
            assertThat(log.during(attempt)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void many_operations_are_claimed_in_one_transaction(Engine engine) {
        with(engine, (cases, log) -> {
            for (int i = 0; i < 8; i++) {
                cases.fixtures.provisioning();
            }
            ReplicaId worker = cases.fixtures.liveReplica();
            assertThat(log.during(() -> assertThat(cases.store.queue().claim(worker, 8, cases.fixtures.now))
                            .hasSize(8)))
                    .containsExactly(
                            "prepareStatement",
                            "setAutoCommit",
                            "prepareStatement",
                            "prepareStatement",
                            "prepareStatement",
                            "prepareStatement",
                            "commit",
                            "setAutoCommit");
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_hours_of_all_servers_of_an_account_are_one_transaction_of_four_statements(Engine engine) {
        with(engine, (cases, log) -> {
            for (int i = 0; i < 20; i++) {
                cases.meter(Fixtures.ref(cases.fixtures.active(cases.fixtures.account.id())));
            }
            Clock later = Clock.fixed(cases.fixtures.now.plus(Duration.ofHours(1)), ZoneOffset.UTC);
            Metering metering =
                    new Metering(cases.store.transactions(), cases.store.meters(), cases.store.accounts(), later);
            List<String> cost = new ArrayList<>(statements(1));
            cost.addAll(transaction(4)); // the meters, the account, its ledger, the account again
            cost.addAll(statements(1));
            assertThat(log.during(metering::run)).isEqualTo(cost);
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_plans_are_two_statements_and_where_there_is_room_two_more_a_second(Engine engine) {
        with(engine, (cases, log) -> {
            cases.store.catalog().insert(Fixtures.plan());
            cases.store.catalog().insert(Fixtures.location());
            assertThat(log.during(cases.catalog::plans)).isEqualTo(statements(4));
            assertThat(log.during(cases.catalog::plans)).isEqualTo(statements(2));
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_look_for_servers_to_suspend_or_resume_is_two_statements_and_each_of_them_one_transaction(Engine engine) {
        with(engine, (cases, log) -> {
            cases.fixtures.active(cases.fixtures.account.id());
            Clock clock = Clock.fixed(cases.fixtures.now, ZoneOffset.UTC);
            BillingHolds holds = cases.billingHolds(Duration.ZERO, clock);
            assertThat(log.during(holds::run)).isEqualTo(statements(2));
            Server unpaid = cases.fixtures.active(cases.fixtures.account(1).id());
            cases.store
                    .accounts()
                    .adjust(
                            unpaid.accountId(),
                            Money.ZERO,
                            0,
                            Booking.usage(unpaid.id(), 0, 1, unpaid.priceHourly()),
                            cases.fixtures.now);
            List<String> cost = new ArrayList<>(statements(3)); // the accounts, the servers of one
            cost.addAll(transaction(6)); // the server, its hold, an id, the operation, the server again; the account
            cost.addAll(statements(2));
            assertThat(log.during(holds::run)).isEqualTo(cost);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_checkpoint_is_one_statement(Engine engine) {
        with(engine, (cases, log) -> {
            cases.fixtures.provisioning();
            Claim claim = cases.store
                    .queue()
                    .claim(cases.fixtures.liveReplica(), 1, cases.fixtures.now)
                    .get(0);
            assertThat(log.during(() -> cases.store
                            .queue()
                            .checkpoint(claim, claim.operation().stepDone())))
                    .isEqualTo(statements(1));
        });
    }

    private static CreateSshKeyCommand sshKey(UseCases cases) {
        return new CreateSshKeyCommand(cases.fixtures.account.id(), "laptop", Fixtures.sshPublicKey());
    }

    private interface Check {
        void on(UseCases cases, StatementLog log);
    }

    private static void with(Engine engine, Check check) {
        try (Database database = engine.open()) {
            check.on(new UseCases(database), database.bean(StatementLog.class));
        }
    }

    private static List<String> statements(int number) {
        return Collections.nCopies(number, "prepareStatement");
    }

    private static List<String> transaction(int statements) {
        List<String> log = new ArrayList<>(List.of("setAutoCommit"));
        log.addAll(statements(statements));
        log.addAll(List.of("commit", "setAutoCommit"));
        return log;
    }
}
