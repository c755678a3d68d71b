package dev.berth.domain.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.server.ServerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {
    private static final List<OperationKind> KINDS = List.of(OperationKind.values());
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Duration GRACE = Duration.ofSeconds(90);

    private static Operation accepted(OperationKind kind) {
        return Operation.accept(new OperationId(1), new ServerId(2), new AccountId(3), kind, GRACE, NOW);
    }

    @ParameterizedTest
    @EnumSource
    void an_accepted_operation_is_due_at_once_and_has_not_begun(OperationKind kind) {
        Operation operation = accepted(kind);
        assertThat(operation.status()).isEqualTo(OperationStatus.PENDING);
        assertThat(operation.dueAt()).isEqualTo(NOW);
        assertThat(operation.progress()).isZero();
        assertThat(operation.startedAt()).isNull();
        assertThat(operation.finishedAt()).isNull();
        assertThat(operation.nextStep()).contains(kind.steps().get(0));
    }

    @ParameterizedTest
    @EnumSource
    void the_grace_of_a_guest_is_added_to_the_time_limit_and_a_delete_has_none(OperationKind kind) {
        Instant expected = switch (kind) {
            case PROVISION -> NOW.plus(Duration.ofMinutes(10));
            case START, RESUME, RESET -> NOW.plus(Duration.ofMinutes(5));
            case STOP, SUSPEND -> NOW.plus(Duration.ofMinutes(5)).plus(GRACE);
            case REBOOT -> NOW.plus(Duration.ofMinutes(10)).plus(GRACE);
            case DELETE -> null;
        };
        assertThat(accepted(kind).deadline()).isEqualTo(expected);
    }

    @Test
    void an_operation_is_overdue_only_after_its_deadline_and_a_delete_never() {
        Instant deadline = NOW.plus(Duration.ofMinutes(5));
        Operation start = accepted(OperationKind.START);
        assertThat(start.isOverdueAt(deadline)).isFalse();
        assertThat(start.isOverdueAt(deadline.plusNanos(1))).isTrue();
        assertThat(accepted(OperationKind.DELETE).isOverdueAt(Instant.MAX)).isFalse();
    }

    @Test
    void the_wait_for_a_worker_does_not_count_against_the_deadline() {
        Operation start = accepted(OperationKind.START);
        Operation claimed = start.claim(NOW.plusSeconds(3600));
        assertThat(claimed.deadline()).isEqualTo(NOW.plusSeconds(3600).plus(Duration.ofMinutes(5)));
        assertThat(claimed.dueAt()).isEqualTo(NOW.plusSeconds(3600));

        Operation later = claimed.again(NOW.plusSeconds(3700));
        assertThat(later.claim(NOW.plusSeconds(3700)).deadline())
                .as("the time until it is due again does")
                .isEqualTo(claimed.deadline());
        assertThat(later.claim(NOW.plusSeconds(3705)).deadline())
                .isEqualTo(claimed.deadline().plusSeconds(5));
    }

    @Test
    void a_clock_that_goes_back_takes_nothing_from_the_deadline() {
        Operation start = accepted(OperationKind.START);
        assertThat(start.claim(NOW.minusSeconds(3600)).deadline()).isEqualTo(start.deadline());
    }

    @Test
    void a_claim_begins_an_operation_once() {
        Operation first = accepted(OperationKind.REBOOT).claim(NOW.plusSeconds(1));
        assertThat(first.status()).isEqualTo(OperationStatus.RUNNING);
        assertThat(first.startedAt()).isEqualTo(NOW.plusSeconds(1));
        Operation second = first.again(NOW.plusSeconds(5)).claim(NOW.plusSeconds(6));
        assertThat(second.startedAt()).isEqualTo(NOW.plusSeconds(1));
        assertThat(second.attempts()).isEqualTo(1);
        assertThat(accepted(OperationKind.DELETE).claim(NOW).deadline()).isNull();
    }

    @Test
    void a_step_done_begins_the_next_one_afresh() {
        Operation asked = accepted(OperationKind.REBOOT)
                .claim(NOW)
                .again(NOW.plusSeconds(1), NOW.plus(GRACE))
                .claim(NOW.plusSeconds(1));
        assertThat(asked.graceUntil()).isEqualTo(NOW.plus(GRACE));
        assertThat(asked.again(NOW).graceUntil()).isEqualTo(NOW.plus(GRACE));

        Operation off = asked.stepDone();
        assertThat(off.stepsDone()).isEqualTo(1);
        assertThat(off.attempts()).isZero();
        assertThat(off.graceUntil()).isNull();
        assertThat(off.nextStep()).contains(Step.POWER_ON);
        assertThat(off.stepDone().nextStep()).isEmpty();
    }

    @Test
    void to_relocate_keeps_the_steps_until_the_machine_is_gone_and_then_all_are_to_be_done() {
        Operation defined =
                accepted(OperationKind.PROVISION).claim(NOW).stepDone().again(NOW);
        Operation leaving = defined.relocate();
        assertThat(leaving.relocating()).isTrue();
        assertThat(leaving.stepsDone()).isEqualTo(1);
        assertThat(leaving.attempts()).isZero();
        assertThat(leaving.again(NOW).relocating()).isTrue();

        Operation gone = leaving.startOver();
        assertThat(gone.relocating()).isFalse();
        assertThat(gone.nextStep()).contains(Step.DEFINE);
        assertThat(gone.deadline()).isEqualTo(defined.deadline());
    }

    @ParameterizedTest
    @EnumSource
    void what_has_ended_does_not_end_again(OperationKind kind) {
        List<UnaryOperator<Operation>> ends = List.of(
                operation -> operation.succeed(NOW),
                operation -> operation.fail(OperationFailure.DEADLINE_EXCEEDED, NOW),
                operation -> operation.supersede(NOW));
        for (UnaryOperator<Operation> first : ends) {
            Operation ended = first.apply(accepted(kind).claim(NOW).relocate());
            assertThat(ended.status().hasEnded()).isTrue();
            assertThat(ended.finishedAt()).isEqualTo(NOW);
            assertThat(ended.relocating()).isFalse();
            assertThat(ended.graceUntil()).isNull();
            for (UnaryOperator<Operation> second : ends) {
                assertThatIllegalStateException().isThrownBy(() -> second.apply(ended));
            }
        }
    }

    @Test
    void only_a_failure_has_a_reason() {
        Operation operation = accepted(OperationKind.START).claim(NOW);
        assertThat(operation.fail(OperationFailure.NO_CAPACITY, NOW).failure()).isEqualTo(OperationFailure.NO_CAPACITY);
        assertThat(operation.succeed(NOW).failure()).isNull();
        assertThat(operation.supersede(NOW).failure()).isNull();
    }

    @Test
    void along_every_life_progress_rises_from_0_and_is_100_only_after_success() {
        for (long seed = 0; seed < 500; seed++) {
            live(seed);
        }
    }

    private static void live(long seed) {
        Random random = new Random(seed);
        OperationKind kind = KINDS.get(random.nextInt(KINDS.size()));
        Operation operation = accepted(kind);
        List<Integer> progress = new ArrayList<>(List.of(operation.progress()));
        Instant now = NOW;
        while (operation.nextStep().isPresent() && progress.size() < 60) {
            now = now.plusSeconds(random.nextInt(100));
            operation = switch (random.nextInt(6)) {
                case 0, 1 -> operation.claim(now);
                case 2 -> operation.startedAt() == null ? operation : operation.stepDone();
                case 3 -> operation.relocate();
                default -> operation.again(now.plusSeconds(random.nextInt(30)));
            };
            progress.add(operation.progress());
            assertThat(operation.status().hasEnded()).isFalse();
        }
        String where = "seed %d: %s".formatted(seed, progress);
        assertThat(progress).as(where).isSorted().allMatch(percent -> percent >= 0 && percent < 100);
        if (operation.startedAt() != null) {
            assertThat(progress.get(progress.size() - 1)).as(where).isPositive();
        }
        assertThat(operation.fail(OperationFailure.DEADLINE_EXCEEDED, now).progress())
                .as(where)
                .isBetween(0, 99);
        assertThat(operation.supersede(now).progress()).as(where).isBetween(0, 99);
        assertThat(operation.succeed(now).progress()).as(where).isEqualTo(100);
    }

    @Test
    void codes_are_snake_case() {
        assertThat(OperationFailure.NO_CAPACITY.wireName()).isEqualTo("no_capacity");
        assertThat(OperationStatus.SUPERSEDED.wireName()).isEqualTo("superseded");
        assertThat(OperationKind.PROVISION.wireName()).isEqualTo("provision");
        assertThat(new OperationId(5).notFound().code().wireName()).isEqualTo("operation_not_found");
        for (OperationFailure failure : OperationFailure.values()) {
            assertThat(failure.detail()).endsWith(".").doesNotContain("null");
        }
    }
}
