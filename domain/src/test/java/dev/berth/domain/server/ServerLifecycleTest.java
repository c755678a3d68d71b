package dev.berth.domain.server;

import static dev.berth.domain.server.ServerStatus.ACTIVE;
import static dev.berth.domain.server.ServerStatus.DELETED;
import static dev.berth.domain.server.ServerStatus.DELETING;
import static dev.berth.domain.server.ServerStatus.ERROR;
import static dev.berth.domain.server.ServerStatus.PROVISIONING;
import static dev.berth.domain.server.ServerStatus.REBOOTING;
import static dev.berth.domain.server.ServerStatus.STARTING;
import static dev.berth.domain.server.ServerStatus.STOPPED;
import static dev.berth.domain.server.ServerStatus.STOPPING;
import static dev.berth.domain.server.ServerStatus.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ServerLifecycleTest {
    private static final List<OperationKind> KINDS = List.of(OperationKind.values());
    private static final OperationId NEXT = new OperationId(8);
    private static final Instant LATER = Servers.LATER;

    /** Section 5 of the contract, word for word; what is missing is accepted. */
    private static final Map<ServerStatus, ErrorCode> START_REFUSALS = refusals(Map.of(
            ACTIVE, ErrorCode.SERVER_ALREADY_RUNNING,
            SUSPENDED, ErrorCode.SERVER_SUSPENDED,
            ERROR, ErrorCode.SERVER_IN_ERROR));

    private static final Map<ServerStatus, ErrorCode> STOP_REFUSALS = refusals(Map.of(
            STOPPED, ErrorCode.SERVER_NOT_RUNNING,
            SUSPENDED, ErrorCode.SERVER_SUSPENDED,
            ERROR, ErrorCode.SERVER_IN_ERROR));

    private static final Map<ServerStatus, ErrorCode> SUSPEND_REFUSALS =
            refusals(Map.of(SUSPENDED, ErrorCode.SERVER_SUSPENDED, ERROR, ErrorCode.SERVER_IN_ERROR));

    private static final Map<ServerStatus, ErrorCode> RESUME_REFUSALS = refusals(Map.of(
            ACTIVE, ErrorCode.SERVER_ALREADY_RUNNING,
            STOPPED, ErrorCode.SERVER_NOT_RUNNING,
            ERROR, ErrorCode.SERVER_IN_ERROR));

    private static final Map<ServerStatus, ErrorCode> RESET_REFUSALS = resetRefusals();

    private static Map<ServerStatus, ErrorCode> resetRefusals() {
        Map<ServerStatus, ErrorCode> all = new EnumMap<>(ServerStatus.class);
        for (ServerStatus status : ServerStatus.values()) {
            all.put(status, status.isVisible() ? ErrorCode.SERVER_NOT_IN_ERROR : ErrorCode.SERVER_NOT_FOUND);
        }
        all.remove(ERROR);
        return all;
    }

    private static Map<ServerStatus, ErrorCode> refusals(Map<ServerStatus, ErrorCode> own) {
        Map<ServerStatus, ErrorCode> all = new EnumMap<>(own);
        Set.of(PROVISIONING, STARTING, STOPPING, REBOOTING)
                .forEach(status -> all.put(status, ErrorCode.OPERATION_IN_PROGRESS));
        Set.of(DELETING, DELETED).forEach(status -> all.put(status, ErrorCode.SERVER_NOT_FOUND));
        return all;
    }

    private static Map<ServerStatus, ErrorCode> refusals(OperationKind kind) {
        return switch (kind) {
            case START -> START_REFUSALS;
            case STOP, REBOOT -> STOP_REFUSALS;
            case SUSPEND -> SUSPEND_REFUSALS;
            case RESUME -> RESUME_REFUSALS;
            case RESET -> RESET_REFUSALS;
            case DELETE -> Map.of(DELETING, ErrorCode.SERVER_NOT_FOUND, DELETED, ErrorCode.SERVER_NOT_FOUND);
            case PROVISION -> throw new IllegalArgumentException("begins with the server itself");
        };
    }

    static Stream<Arguments> kinds_and_statuses() {
        return Arrays.stream(OperationKind.values())
                .flatMap(kind -> Arrays.stream(ServerStatus.values()).map(status -> Arguments.of(kind, status)));
    }

    @ParameterizedTest
    @MethodSource("kinds_and_statuses")
    void a_change_begins_from_its_statuses_and_is_refused_from_all_others_with_their_own_code(
            OperationKind kind, ServerStatus status) {
        Server before = Servers.in(status);
        if (kind == OperationKind.PROVISION) {
            assertThat(catchThrowableOfType(DomainException.class, () -> before.begin(kind, NEXT, LATER)))
                    .isNotNull();
            return;
        }
        ErrorCode refusal = refusals(kind).get(status);
        assertThat(kind.from().contains(status)).isEqualTo(refusal == null);
        if (refusal == null) {
            Server after = before.begin(kind, NEXT, LATER);
            assertThat(after.status()).isEqualTo(kind.during());
            assertThat(after.currentOperation()).isEqualTo(NEXT);
            assertThat(after.updatedAt()).isEqualTo(status == kind.during() ? before.updatedAt() : LATER);
            assertThat(after.createdAt()).isEqualTo(before.createdAt());
            return;
        }
        DomainException refused = catchThrowableOfType(DomainException.class, () -> before.begin(kind, NEXT, LATER));
        assertThat(refused.code()).isEqualTo(refusal);
        assertThat(refused.detail()).contains("12");
        assertThat(before).as("nothing has changed").isEqualTo(Servers.in(status));
    }

    @Test
    void of_all_refusals_only_a_change_in_progress_is_worth_repeating() {
        kinds_and_statuses().forEach(pair -> {
            OperationKind kind = (OperationKind) pair.get()[0];
            ServerStatus status = (ServerStatus) pair.get()[1];
            if (kind != OperationKind.PROVISION && refusals(kind).containsKey(status)) {
                ErrorCode code = refusals(kind).get(status);
                assertThat(code.retryable()).isEqualTo(code == ErrorCode.OPERATION_IN_PROGRESS);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("kinds_and_statuses")
    void a_change_ends_only_in_the_status_that_it_has_while_it_runs(OperationKind kind, ServerStatus status) {
        Server before = Servers.inTheMiddle(status);
        if (status != kind.during()) {
            for (ServerStatus reached : kind.to()) {
                assertThatIllegalStateException().isThrownBy(() -> before.complete(kind, reached, LATER));
            }
            assertThatIllegalStateException().isThrownBy(() -> before.fail(kind, LATER));
            return;
        }
        List<Server> ends = new ArrayList<>();
        for (ServerStatus reached : kind.to()) {
            Server completed = before.complete(kind, reached, LATER);
            assertThat(completed.status()).isEqualTo(reached);
            ends.add(completed);
        }
        Server failed = before.fail(kind, LATER);
        assertThat(failed.status()).isEqualTo(ERROR);
        ends.add(failed);
        for (Server after : ends) {
            assertThat(after.currentOperation()).isNull();
            assertThat(after.updatedAt()).isEqualTo(after.status() == status ? before.updatedAt() : LATER);
            assertThat(after.fence()).isEqualTo(before.fence());
        }
    }

    @ParameterizedTest
    @MethodSource("kinds_and_statuses")
    void a_change_does_not_end_in_a_status_that_its_kind_does_not_have(OperationKind kind, ServerStatus status) {
        Server before = Servers.inTheMiddle(kind.during());
        if (!kind.to().contains(status)) {
            assertThatIllegalArgumentException().isThrownBy(() -> before.complete(kind, status, LATER));
        }
    }

    @Test
    void only_a_reset_has_to_be_told_what_it_ended_in() {
        for (OperationKind kind : KINDS) {
            Server before = Servers.inTheMiddle(kind.during());
            if (kind == OperationKind.RESET) {
                assertThatIllegalArgumentException().isThrownBy(() -> before.complete(kind, LATER));
            } else {
                assertThat(kind.to())
                        .containsExactly(before.complete(kind, LATER).status());
            }
        }
    }

    @Test
    void a_change_that_has_ended_does_not_end_again_also_where_its_status_stays() {
        Server failed = Servers.inTheMiddle(ERROR).fail(OperationKind.RESET, LATER);
        assertThat(failed.status()).isEqualTo(ERROR);
        assertThatIllegalStateException().isThrownBy(() -> failed.fail(OperationKind.RESET, LATER));
        assertThatIllegalStateException().isThrownBy(() -> failed.complete(OperationKind.RESET, ACTIVE, LATER));
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_ends_at_rest_and_not_in_the_status_that_it_has_on_the_way(OperationKind kind) {
        assertThat(kind.to()).isNotEmpty().isSubsetOf(Servers.AT_REST).doesNotContain(kind.during(), ERROR);
        assertThat(kind.steps()).isNotEmpty();
    }

    @Test
    void a_server_that_is_being_reset_is_still_in_error_and_only_another_reset_has_to_wait() {
        Server resetting = Servers.in(ERROR).begin(OperationKind.RESET, NEXT, LATER);
        assertThat(refusal(resetting, OperationKind.RESET)).isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);
        for (OperationKind kind : List.of(OperationKind.START, OperationKind.STOP, OperationKind.REBOOT)) {
            assertThat(refusal(resetting, kind)).isEqualTo(ErrorCode.SERVER_IN_ERROR);
        }
        assertThat(resetting.begin(OperationKind.DELETE, NEXT, LATER).status()).isEqualTo(DELETING);
    }

    @Test
    void a_server_that_was_never_made_cannot_be_reset() {
        Server failed = Servers.provisioning().fail(OperationKind.PROVISION, LATER);
        DomainException refused =
                catchThrowableOfType(DomainException.class, () -> failed.requireCanBegin(OperationKind.RESET));
        assertThat(refused.code()).isEqualTo(ErrorCode.SERVER_IN_ERROR);
        assertThat(refused.detail()).contains("provisioning failed").contains("Delete it");
    }

    private static ErrorCode refusal(Server server, OperationKind kind) {
        return catchThrowableOfType(DomainException.class, () -> server.begin(kind, NEXT, LATER))
                .code();
    }

    @Test
    void a_delete_is_possible_from_every_status_that_can_be_seen() {
        assertThat(OperationKind.DELETE.from()).isEqualTo(EnumSet.copyOf(ServerStatus.visible()));
    }

    @Test
    void a_delete_leaves_no_holds_and_no_other_change_takes_any() {
        Server held = Servers.in(ServerStatus.ACTIVE).hold(HoldKind.OPERATOR).hold(HoldKind.BILLING);
        assertThat(held.begin(OperationKind.SUSPEND, NEXT, LATER).holds()).isEqualTo(held.holds());
        Server deleting = held.begin(OperationKind.DELETE, NEXT, LATER);
        assertThat(deleting.holds()).isEmpty();
        assertThat(deleting.status()).isEqualTo(ServerStatus.DELETING);
    }

    @ParameterizedTest
    @EnumSource
    void taking_the_place_of_a_change_raises_the_fence(ServerStatus status) {
        if (!status.isVisible()) {
            return;
        }
        Server before = Servers.in(status);
        Server after = before.begin(OperationKind.DELETE, NEXT, LATER);
        assertThat(after.fence()).isEqualTo(before.currentOperation() == null ? before.fence() : before.fence() + 1);
    }

    @Test
    void a_claim_raises_the_fence_and_changes_nothing_visible() {
        Server before = Servers.in(STOPPING);
        Server after = before.withNextFence();
        assertThat(after.fence()).isEqualTo(before.fence() + 1);
        assertThat(visible(after)).isEqualTo(visible(before));
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(after.currentOperation()).isEqualTo(before.currentOperation());
    }

    @Test
    void moving_to_another_host_changes_nothing_visible() {
        Server before = Servers.in(PROVISIONING);
        Server after = before.relocate(new HostId(77));
        assertThat(after.hostId()).isEqualTo(new HostId(77));
        assertThat(after.relocate(before.hostId())).isEqualTo(before);
    }

    @Test
    void addresses_are_hidden_until_the_server_is_first_active() {
        Server server = Servers.provisioning();
        assertThat(server.visibleIpv4()).isNull();
        assertThat(server.visibleIpv6()).isNull();
        assertThat(server.fail(OperationKind.PROVISION, LATER).visibleIpv4()).isNull();
        assertThat(server.begin(OperationKind.DELETE, NEXT, LATER).visibleIpv4())
                .isNull();
        Server active = server.complete(OperationKind.PROVISION, LATER);
        assertThat(active.visibleIpv4()).isEqualTo("203.0.113.10");
        assertThat(active.visibleIpv6()).isEqualTo("2001:db8::c");
        assertThat(active.firstActiveAt()).isEqualTo(LATER);
    }

    @Test
    void a_server_is_charged_unless_it_is_gone_or_never_came_to_life() {
        for (ServerStatus status : ServerStatus.values()) {
            assertThat(Servers.in(status).isCharged()).as("%s", status).isEqualTo(status.isVisible());
        }
        assertThat(Servers.provisioning().fail(OperationKind.PROVISION, LATER).isCharged())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void an_update_is_possible_in_every_status_that_can_be_seen(ServerStatus status) {
        Server before = Servers.in(status);
        if (!status.isVisible()) {
            assertThat(catchThrowableOfType(
                                    DomainException.class, () -> before.update(new ServerName("db"), null, null, LATER))
                            .code())
                    .isEqualTo(ErrorCode.SERVER_NOT_FOUND);
            return;
        }
        Server after = before.update(new ServerName("db"), null, true, LATER);
        assertThat(after.name().value()).isEqualTo("db");
        assertThat(after.hostname()).isEqualTo(before.hostname());
        assertThat(after.backupsEnabled()).isTrue();
        assertThat(after.updatedAt()).isEqualTo(LATER);
        assertThat(after.status()).isEqualTo(status);
        assertThat(after.fence()).isEqualTo(before.fence());
        assertThat(after.currentOperation()).isEqualTo(before.currentOperation());
    }

    @Test
    void an_update_that_changes_nothing_is_no_change() {
        Server before = Servers.in(ACTIVE);
        assertThat(before.update(null, null, null, LATER)).isSameAs(before);
        assertThat(before.update(before.name(), before.hostname(), before.backupsEnabled(), LATER))
                .isSameAs(before);
    }

    @Test
    void in_every_life_fences_only_rise_and_updated_at_moves_with_what_can_be_seen_and_only_then() {
        for (long seed = 0; seed < 400; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed);
        Server server = Servers.provisioning();
        Instant now = Servers.CREATED;
        for (int change = 0; change < 40; change++) {
            now = now.plusSeconds(1);
            Server next = step(server, random, now);
            String where = "seed %d, change %d: %s -> %s".formatted(seed, change, server, next);
            assertThat(next.fence()).as(where).isGreaterThanOrEqualTo(server.fence());
            assertThat(next.updatedAt())
                    .as(where)
                    .isEqualTo(visible(next).equals(visible(server)) ? server.updatedAt() : now);
            if (server.firstActiveAt() != null) {
                assertThat(next.firstActiveAt()).as(where).isEqualTo(server.firstActiveAt());
                assertThat(next.visibleIpv4()).as(where).isEqualTo(server.ipv4());
                assertThat(next.visibleIpv6()).as(where).isEqualTo(server.ipv6());
            } else {
                assertThat(next.visibleIpv4() != null).as(where).isEqualTo(next.status() == ACTIVE);
            }
            if (server.currentOperation() != null && !server.currentOperation().equals(next.currentOperation())) {
                assertThat(next.currentOperation() == null || next.fence() > server.fence())
                        .as(where)
                        .isTrue();
            }
            assertThat(next.createdAt()).as(where).isEqualTo(server.createdAt());
            server = next;
        }
    }

    /** What may happen next: the same server when it is refused. */
    private static Server step(Server server, Random random, Instant now) {
        OperationKind kind = KINDS.get(random.nextInt(KINDS.size()));
        try {
            return switch (random.nextInt(8)) {
                case 0, 1 -> server.begin(kind, new OperationId(now.getEpochSecond()), now);
                case 2, 3 -> server.complete(kind, anyOf(kind.to(), random), now);
                case 4 -> server.fail(kind, now);
                case 5 -> server.withNextFence();
                case 6 -> server.relocate(new HostId(random.nextInt(3)));
                default ->
                    server.update(
                            new ServerName("n" + random.nextInt(2)), null, random.nextBoolean() ? true : null, now);
            };
        } catch (DomainException | IllegalStateException refused) {
            return server;
        }
    }

    private static ServerStatus anyOf(Set<ServerStatus> statuses, Random random) {
        return statuses.stream().sorted().toList().get(random.nextInt(statuses.size()));
    }

    private static List<Object> visible(Server server) {
        return Arrays.asList(
                server.id(),
                server.name(),
                server.hostname(),
                server.backupsEnabled(),
                server.status(),
                server.visibleIpv4(),
                server.visibleIpv6());
    }
}
