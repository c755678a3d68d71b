package dev.berth.application.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.audit.port.out.AuditRepository;
import dev.berth.application.audit.service.AuditTrail;
import dev.berth.application.port.in.Page;
import dev.berth.application.port.in.PageRequest;
import dev.berth.application.server.port.in.AdminServerChange;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.TokenId;
import dev.berth.domain.audit.Actor;
import dev.berth.domain.audit.AuditEntry;
import dev.berth.domain.audit.AuditFilter;
import dev.berth.domain.audit.FieldChange;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.server.AdminServer;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerStatus;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServersAdministrationServiceTest {
    private static final Actor OPERATOR = new Actor(new TokenId(9), "ops", "192.0.2.7", "request-1");
    private static final AdminServerFilter ALL = new AdminServerFilter(null, null, null);

    private final Repositories store = Repositories.inMemory();
    private final Fixtures fixtures = new Fixtures(store);
    private final Clock clock = Clock.fixed(fixtures.now, ZoneOffset.UTC);
    private final ServerChanges changes =
            new ServerChanges(store.servers(), store.operations(), LifecycleSettings.DEFAULT);
    private int woken;

    private final Suspensions suspensions =
            new Suspensions(store.transactions(), store.servers(), store.holds(), changes, () -> woken++, clock);
    private final ServersAdministrationService service = service(store.auditEntries());

    private ServersAdministrationService service(AuditRepository audit) {
        return new ServersAdministrationService(
                store.transactions(),
                store.servers(),
                store.holds(),
                suspensions,
                changes,
                new AuditTrail(audit, clock),
                () -> woken++,
                clock);
    }

    @Test
    void a_suspension_begins_at_once_and_is_written_down() {
        Server server = fixtures.active(fixtures.account.id());
        AdminServerChange change = service.suspend(OPERATOR, server.id(), "abuse");
        Operation operation = change.operation();
        assertThat(operation).isNotNull();
        assertThat(store.operations().find(operation.id())).contains(operation);
        assertThat(operation.kind()).isEqualTo(OperationKind.SUSPEND);
        assertThat(change.server()).isEqualTo(service.get(server.id()));
        assertThat(change.server().server().status()).isEqualTo(ServerStatus.STOPPING);
        assertThat(change.server().holds()).containsExactly(new Hold(HoldKind.OPERATOR, "ops", "abuse", fixtures.now));
        assertThat(woken).isEqualTo(1);
        AuditEntry entry = onlyEntry();
        assertThat(entry.actor()).isEqualTo(OPERATOR);
        assertThat(entry.action()).isEqualTo("server.suspend");
        assertThat(entry.subject()).isEqualTo(server.id().toString());
        assertThat(entry.account()).isEqualTo(fixtures.account.id());
        assertThat(entry.changes())
                .containsExactly(
                        new FieldChange("holds", null, "operator"),
                        new FieldChange("reason", null, "abuse"),
                        new FieldChange("status", "active", "stopping"));
    }

    @Test
    void during_another_change_there_is_nothing_to_begin_yet() {
        Server server = fixtures.provisioning();
        AdminServerChange change = service.suspend(OPERATOR, server.id(), "abuse");
        assertThat(change.operation()).isNull();
        assertThat(change.server().server().status()).isEqualTo(ServerStatus.PROVISIONING);
        assertThat(change.server().holds()).hasSize(1);
        assertThat(woken).isZero();
    }

    @Test
    void the_end_of_the_operators_hold_is_written_down_and_leaves_the_billings() {
        Server server = fixtures.active(fixtures.account.id());
        suspensions.place(server.id(), HoldKind.BILLING, "berth", "no credit");
        service.suspend(OPERATOR, server.id(), "abuse");
        complete(server.id(), OperationKind.SUSPEND);
        AdminServerChange first = service.unsuspend(OPERATOR, server.id());
        assertThat(first.operation()).isNull();
        assertThat(first.server().server().status()).isEqualTo(ServerStatus.SUSPENDED);
        assertThat(first.server().holds()).extracting(Hold::kind).containsExactly(HoldKind.BILLING);
        AuditEntry entry = entries().get(0);
        assertThat(entry.action()).isEqualTo("server.unsuspend");
        assertThat(entry.changes()).containsExactly(new FieldChange("holds", "operator billing", "billing"));

        suspensions.lift(server.id(), HoldKind.BILLING);
        assertThat(service.get(server.id()).server().status()).isEqualTo(ServerStatus.STARTING);
    }

    @Test
    void one_who_holds_already_or_not_at_all_is_refused_and_nothing_is_written_down() {
        Server server = fixtures.active(fixtures.account.id());
        suspensions.place(server.id(), HoldKind.BILLING, "berth", "no credit");
        assertThat(refusal(() -> service.unsuspend(OPERATOR, server.id()))).isEqualTo(ErrorCode.SERVER_NOT_SUSPENDED);
        assertThat(entries()).isEmpty();
        service.suspend(OPERATOR, server.id(), "abuse");
        assertThat(refusal(() -> service.suspend(OPERATOR, server.id(), "again")))
                .isEqualTo(ErrorCode.SERVER_SUSPENDED);
        assertThat(service.get(server.id()).holds()).extracting(Hold::reason).containsExactly("abuse", "no credit");
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_reset_begins_and_is_written_down() {
        Server server = inError();
        AdminServerChange change = service.reset(OPERATOR, server.id());
        assertThat(change.operation()).isNotNull();
        assertThat(change.operation().kind()).isEqualTo(OperationKind.RESET);
        assertThat(change.server().server().status()).isEqualTo(ServerStatus.ERROR);
        assertThat(woken).isEqualTo(1);
        assertThat(onlyEntry().action()).isEqualTo("server.reset");
        assertThat(onlyEntry().changes())
                .containsExactly(new FieldChange(
                        "operation_id", null, change.operation().id().toString()));
        assertThat(refusal(() -> service.reset(OPERATOR, server.id()))).isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);
        complete(server.id(), OperationKind.RESET, ServerStatus.STOPPED);
        assertThat(refusal(() -> service.reset(OPERATOR, server.id()))).isEqualTo(ErrorCode.SERVER_NOT_IN_ERROR);
        assertThat(entries()).hasSize(1);
    }

    @Test
    void a_deleted_server_is_not_there() {
        Server server = fixtures.active(fixtures.account.id());
        fixtures.delete(server);
        for (ServerId id : List.of(server.id(), new ServerId(9_000_000_000L))) {
            assertThat(refusal(() -> service.get(id))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> service.suspend(OPERATOR, id, "abuse"))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> service.unsuspend(OPERATOR, id))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> service.reset(OPERATOR, id))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
        }
        assertThat(service.page(ALL, PageRequest.first(10)).items()).isEmpty();
        assertThat(entries()).isEmpty();
    }

    @Test
    void a_reason_that_nobody_can_read_is_refused() {
        Server server = fixtures.active(fixtures.account.id());
        for (String reason : List.of("", " ", "a\nb", "x".repeat(501))) {
            assertThat(refusal(() -> service.suspend(OPERATOR, server.id(), reason)))
                    .isEqualTo(ErrorCode.INVALID_REQUEST);
        }
        service.suspend(OPERATOR, server.id(), "x".repeat(500));
    }

    /** What cannot be written down is not done. */
    @Test
    void a_change_and_its_entry_are_one_transaction() {
        AuditRepository full = (AuditRepository) Proxy.newProxyInstance(
                AuditRepository.class.getClassLoader(),
                new Class<?>[] {AuditRepository.class},
                (proxy, method, args) -> {
                    throw new IllegalStateException("the log is full");
                });
        Server active = fixtures.active(fixtures.account.id());
        Server broken = inError();
        AdminServer activeBefore = service.get(active.id());
        AdminServer brokenBefore = service.get(broken.id());
        assertThatThrownBy(() -> service(full).suspend(OPERATOR, active.id(), "abuse"))
                .hasMessage("the log is full");
        assertThatThrownBy(() -> service(full).reset(OPERATOR, broken.id())).hasMessage("the log is full");
        assertThat(service.get(active.id())).isEqualTo(activeBefore);
        assertThat(service.get(broken.id())).isEqualTo(brokenBefore);
        assertThat(woken).isZero();
    }

    @Test
    void a_page_has_each_servers_own_holds_and_says_whether_more_follow() {
        Server free = fixtures.active(fixtures.account.id());
        Server held = fixtures.active(fixtures.account(5).id());
        Server last = fixtures.active(fixtures.account.id());
        service.suspend(OPERATOR, held.id(), "abuse");
        Page<AdminServer> page = service.page(ALL, PageRequest.first(2));
        assertThat(page.items()).containsExactly(service.get(free.id()), service.get(held.id()));
        assertThat(page.items().get(0).holds()).isEmpty();
        assertThat(page.items().get(1).holds()).hasSize(1);
        assertThat(page.total()).isEqualTo(3);
        assertThat(page.hasMore()).isTrue();
        assertThat(service.page(ALL, new PageRequest(2, held.id().value(), 3L)).items())
                .containsExactly(service.get(last.id()));
    }

    private Server inError() {
        Server server = fixtures.active(fixtures.account.id());
        Server failed = server.begin(OperationKind.STOP, store.operations().nextId(), fixtures.now)
                .fail(OperationKind.STOP, fixtures.now);
        store.servers().save(failed);
        return failed;
    }

    private void complete(ServerId id, OperationKind kind) {
        complete(id, kind, kind.to().iterator().next());
    }

    private void complete(ServerId id, OperationKind kind, ServerStatus reached) {
        store.transactions().required(() -> {
            Server server = store.servers().lock(id).orElseThrow();
            return changes.save(server.complete(kind, reached, fixtures.now), fixtures.now);
        });
    }

    private List<AuditEntry> entries() {
        return store.auditEntries().page(AuditFilter.ALL, Long.MAX_VALUE, 10);
    }

    private AuditEntry onlyEntry() {
        assertThat(entries()).hasSize(1);
        return entries().get(0);
    }

    private static ErrorCode refusal(Runnable asked) {
        return catchThrowableOfType(DomainException.class, asked::run).code();
    }
}
