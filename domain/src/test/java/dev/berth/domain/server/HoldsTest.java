package dev.berth.domain.server;

import static dev.berth.domain.server.HoldKind.BILLING;
import static dev.berth.domain.server.HoldKind.OPERATOR;
import static dev.berth.domain.server.ServerStatus.ACTIVE;
import static dev.berth.domain.server.ServerStatus.DELETED;
import static dev.berth.domain.server.ServerStatus.DELETING;
import static dev.berth.domain.server.ServerStatus.ERROR;
import static dev.berth.domain.server.ServerStatus.STOPPED;
import static dev.berth.domain.server.ServerStatus.STOPPING;
import static dev.berth.domain.server.ServerStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings("MemberName")
class HoldsTest {
    private static final OperationId NEXT = new OperationId(8);
    private static final Instant LATER = Servers.LATER;
    private static final Set<ServerStatus> AT_REST_AND_NEVER_HELD = Set.of(ACTIVE, STOPPED);

    @ParameterizedTest
    @EnumSource
    void a_hold_changes_nothing_but_the_set_and_asks_only_what_is_at_rest_to_be_suspended(ServerStatus status) {
        Server before = Servers.in(status);
        if (!status.isVisible()) {
            assertThat(refusal(() -> before.hold(OPERATOR))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            assertThat(refusal(() -> before.lift(OPERATOR, LATER))).isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            return;
        }
        Server held = before.hold(BILLING);
        assertThat(held.holds()).contains(BILLING);
        assertThat(held.status()).isEqualTo(status);
        assertThat(held.updatedAt()).as("nothing to be seen by its account").isEqualTo(before.updatedAt());
        assertThat(held.hold(BILLING)).isEqualTo(held);
        if (AT_REST_AND_NEVER_HELD.contains(status)) {
            assertThat(held.followUp()).contains(OperationKind.SUSPEND);
        } else {
            assertThat(held.followUp()).isEmpty();
        }
    }

    @Test
    void a_server_is_suspended_while_anybody_holds_it() {
        Server suspended = suspend(Servers.in(ACTIVE).hold(OPERATOR)).hold(BILLING);
        assertThat(suspended.status()).isEqualTo(SUSPENDED);
        Server heldByOne = suspended.lift(OPERATOR, LATER);
        assertThat(heldByOne.holds()).containsExactly(BILLING);
        assertThat(heldByOne.status()).isEqualTo(SUSPENDED);
        assertThat(heldByOne.followUp()).isEmpty();
        assertThat(heldByOne.lift(OPERATOR, LATER)).isEqualTo(heldByOne);
        assertThat(heldByOne.lift(BILLING, LATER).followUp()).contains(OperationKind.RESUME);
    }

    @Test
    void the_end_of_the_last_hold_restores_the_power_of_before() {
        Server ran = suspend(Servers.in(ACTIVE).hold(OPERATOR)).lift(OPERATOR, LATER);
        Server runs = ran.begin(OperationKind.RESUME, NEXT, LATER).complete(OperationKind.RESUME, LATER);
        assertThat(runs.status()).isEqualTo(ACTIVE);
        assertThat(runs.resumesRunning()).as("for the next time").isFalse();

        Server wasOff = suspend(Servers.in(STOPPED).hold(OPERATOR)).lift(OPERATOR, LATER.plusSeconds(1));
        assertThat(wasOff.status()).isEqualTo(STOPPED);
        assertThat(wasOff.followUp()).isEmpty();
        assertThat(wasOff.updatedAt()).isEqualTo(LATER.plusSeconds(1));
    }

    @Test
    void a_suspension_that_nobody_wants_any_more_when_it_is_reached_is_taken_back_at_once() {
        Server ran = begin(Servers.in(ACTIVE).hold(OPERATOR)).lift(OPERATOR, LATER);
        assertThat(ran.status()).isEqualTo(STOPPING);
        assertThat(ran.complete(OperationKind.SUSPEND, LATER).followUp()).contains(OperationKind.RESUME);

        Server wasOff = begin(Servers.in(STOPPED).hold(OPERATOR)).lift(OPERATOR, LATER);
        assertThat(wasOff.complete(OperationKind.SUSPEND, LATER).status()).isEqualTo(STOPPED);
    }

    @Test
    void a_server_in_error_takes_the_hold_stays_in_error_and_is_suspended_when_it_is_reset() {
        Server held = Servers.in(ERROR).hold(OPERATOR);
        assertThat(held.status()).isEqualTo(ERROR);
        Server resetting = held.begin(OperationKind.RESET, NEXT, LATER);
        for (ServerStatus reached : List.of(ACTIVE, STOPPED)) {
            Server reset = resetting.complete(OperationKind.RESET, reached, LATER);
            assertThat(reset.followUp()).contains(OperationKind.SUSPEND);
            assertThat(suspend(reset).resumesRunning()).isEqualTo(reached == ACTIVE);
        }
        assertThat(resetting
                        .lift(OPERATOR, LATER)
                        .complete(OperationKind.RESET, ACTIVE, LATER)
                        .followUp())
                .isEmpty();
    }

    /** It may have switched the machine off before it failed. */
    @Test
    void a_suspension_that_failed_still_knows_after_a_reset_that_the_server_ran() {
        Server failed = begin(Servers.in(ACTIVE).hold(OPERATOR)).fail(OperationKind.SUSPEND, LATER);
        assertThat(failed.status()).isEqualTo(ERROR);
        assertThat(failed.holds()).containsExactly(OPERATOR);
        Server resetting = failed.begin(OperationKind.RESET, NEXT, LATER);
        Server suspended = suspend(resetting.complete(OperationKind.RESET, STOPPED, LATER));
        assertThat(suspended.lift(OPERATOR, LATER).followUp()).contains(OperationKind.RESUME);

        Server free = resetting.lift(OPERATOR, LATER).complete(OperationKind.RESET, STOPPED, LATER);
        assertThat(free.status()).as("what is observed, without a hold").isEqualTo(STOPPED);
        assertThat(free.resumesRunning()).isFalse();
    }

    @Test
    void one_who_holds_already_or_does_not_hold_is_refused_with_the_code_that_belongs_to_it() {
        Server billed = Servers.in(ACTIVE).hold(BILLING);
        billed.requireHeldBy(BILLING);
        billed.requireNotHeldBy(OPERATOR);
        assertThat(refusal(() -> billed.requireNotHeldBy(BILLING))).isEqualTo(ErrorCode.SERVER_SUSPENDED);
        assertThat(refusal(() -> billed.requireHeldBy(OPERATOR))).isEqualTo(ErrorCode.SERVER_NOT_SUSPENDED);
    }

    @Test
    void a_suspended_server_is_charged_and_one_whose_provisioning_failed_is_not_held_or_not() {
        assertThat(suspend(Servers.in(ACTIVE).hold(OPERATOR)).isCharged()).isTrue();
        assertThat(Servers.provisioning()
                        .hold(BILLING)
                        .fail(OperationKind.PROVISION, LATER)
                        .isCharged())
                .isFalse();
        assertThat(Servers.in(ERROR)
                        .begin(OperationKind.RESET, NEXT, LATER)
                        .fail(OperationKind.RESET, LATER)
                        .isCharged())
                .isTrue();
    }

    @Test
    void an_update_and_another_host_keep_the_holds() {
        Server held = begin(Servers.in(ACTIVE).hold(OPERATOR));
        Server renamed = held.update(new ServerName("db"), null, null, LATER);
        assertThat(renamed.holds()).isEqualTo(held.holds());
        assertThat(renamed.resumesRunning()).isTrue();
        Server moved = held.relocate(held.hostId());
        assertThat(moved).isEqualTo(held);
    }

    /** Something that happens to a server, or is asked for; refused where it does not fit. */
    private enum Event {
        HOLD,
        BILLING_HOLD,
        LIFT,
        BILLING_LIFT,
        START,
        STOP,
        REBOOT,
        RESET,
        DELETE,
        CLAIM,
        FINISH,
        FAIL
    }

    @Property
    void whatever_happens_a_server_at_rest_obeys_its_holds(@ForAll @Size(max = 40) List<Event> events) {
        Life life = new Life();
        for (Event event : events) {
            Server before = life.server;
            life.happens(event);
            life.check(before);
        }
    }

    @Property
    void without_failures_the_end_of_all_holds_restores_what_the_customer_last_asked_for(
            @ForAll @Size(max = 40) List<Event> events) {
        Life life = new Life();
        events.stream()
                .filter(event -> event != Event.FAIL && event != Event.DELETE)
                .forEach(life::happens);
        life.happens(Event.LIFT);
        life.happens(Event.BILLING_LIFT);
        while (life.underWay != null) {
            life.happens(Event.FINISH);
        }
        assertThat(life.server.status()).isEqualTo(life.shouldRun ? ACTIVE : STOPPED);
        assertThat(life.runs).isEqualTo(life.shouldRun);
    }

    /** One server, with its machine, and what the application does around it. */
    private static final class Life {
        Server server = Servers.provisioning();

        @Nullable
        OperationKind underWay = OperationKind.PROVISION;

        boolean runs;
        boolean shouldRun = true;
        private Instant now = Servers.CREATED;
        private long lastOperation = 100;

        void happens(Event event) {
            now = now.plusSeconds(1);
            try {
                switch (event) {
                    case HOLD -> follow(server.hold(OPERATOR));
                    case BILLING_HOLD -> follow(server.hold(BILLING));
                    case LIFT -> follow(server.lift(OPERATOR, now));
                    case BILLING_LIFT -> follow(server.lift(BILLING, now));
                    case START -> begin(OperationKind.START);
                    case STOP -> begin(OperationKind.STOP);
                    case REBOOT -> begin(OperationKind.REBOOT);
                    case RESET -> begin(OperationKind.RESET);
                    case DELETE -> begin(OperationKind.DELETE);
                    case CLAIM -> server = underWay == null ? server : server.withNextFence();
                    case FINISH -> finish();
                    case FAIL -> fail();
                }
            } catch (DomainException refused) {
                assertThat(refused.code()).isNotEqualTo(ErrorCode.INTERNAL);
            }
        }

        private void follow(Server next) {
            server = next;
            next.followUp().ifPresent(this::begin);
        }

        private void begin(OperationKind kind) {
            server = server.begin(kind, new OperationId(++lastOperation), now);
            underWay = kind;
            switch (kind) {
                case START -> shouldRun = true;
                case STOP -> shouldRun = false;
                case PROVISION, REBOOT, SUSPEND, RESUME, RESET, DELETE -> {
                    // not a wish of the customer's about the power
                }
            }
        }

        private void finish() {
            OperationKind kind = underWay;
            if (kind == null) {
                return;
            }
            underWay = null;
            switch (kind) {
                case PROVISION, START, REBOOT, RESUME -> runs = true;
                case STOP, SUSPEND, DELETE -> runs = false;
                case RESET -> {
                    // only looks
                }
            }
            follow(
                    kind == OperationKind.RESET
                            ? server.complete(kind, runs ? ACTIVE : STOPPED, now)
                            : server.complete(kind, now));
        }

        private void fail() {
            if (underWay != null && underWay != OperationKind.DELETE) {
                follow(server.fail(underWay, now));
                underWay = null;
            }
        }

        void check(Server before) {
            boolean atRest = server.currentOperation() == null;
            assertThat(atRest).isEqualTo(underWay == null);
            assertThat(server.followUp()).as("nothing is put off: %s", server).isEmpty();
            if (server.status() == SUSPENDED) {
                assertThat(server.isHeld() && atRest).as("%s", server).isTrue();
                assertThat(runs).as("%s", server).isFalse();
            }
            if (atRest && AT_REST_AND_NEVER_HELD.contains(server.status())) {
                assertThat(server.isHeld()).as("%s", server).isFalse();
                assertThat(server.resumesRunning()).as("%s", server).isFalse();
                assertThat(runs).as("%s", server).isEqualTo(server.status() == ACTIVE);
            }
            if (!before.status().isVisible()) {
                assertThat(server.status()).isIn(DELETING, DELETED);
                assertThat(server.holds()).isEqualTo(before.holds());
            }
            assertThat(server.fence()).isGreaterThanOrEqualTo(before.fence());
        }
    }

    /** Begins what a server at rest is asked for by its holds. */
    private static Server begin(Server held) {
        return held.begin(held.followUp().orElseThrow(), NEXT, LATER);
    }

    private static Server suspend(Server held) {
        return begin(held).complete(OperationKind.SUSPEND, LATER);
    }

    private static ErrorCode refusal(Runnable asked) {
        return catchThrowableOfType(DomainException.class, asked::run).code();
    }
}
