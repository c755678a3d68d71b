package dev.berth.application.operation.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakeUpTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(10);

    private final WakeUp wakeUp = new WakeUp();

    /** Says these times one after the other, and the last one for ever. */
    private static final class Script extends Clock {
        private final Queue<Instant> times;
        private final CountDownLatch looked = new CountDownLatch(1);

        Script(Instant... times) {
            this.times = new ArrayDeque<>(List.of(times));
        }

        @Override
        public synchronized Instant instant() {
            looked.countDown();
            return times.size() > 1 ? times.remove() : times.element();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void a_wake_up_that_came_before_the_waiting_is_not_lost() throws Exception {
        wakeUp.at(NOW);
        ends(waiting(new Script(NOW), LONG));
    }

    @Test
    void a_wake_up_that_comes_during_the_waiting_ends_it() throws Exception {
        Script clock = new Script(NOW);
        CompletableFuture<Void> waiting = waiting(clock, LONG);
        assertThat(clock.looked.await(30, TimeUnit.SECONDS)).isTrue();
        wakeUp.at(NOW);
        ends(waiting);
    }

    @Test
    void an_earlier_wake_up_is_not_hidden_by_a_later_one() throws Exception {
        Script clock = new Script(NOW);
        wakeUp.at(NOW.plus(LONG));
        CompletableFuture<Void> waiting = waiting(clock, LONG);
        assertThat(clock.looked.await(30, TimeUnit.SECONDS)).isTrue();
        wakeUp.at(NOW.plus(LONG).minusSeconds(1));
        wakeUp.at(NOW.minusSeconds(1));
        ends(waiting);
    }

    @Test
    void many_wake_ups_that_are_over_end_one_waiting_and_those_to_come_are_kept() throws Exception {
        for (int i = 0; i < 100; i++) {
            wakeUp.at(NOW.minusSeconds(i));
        }
        wakeUp.at(NOW.plusSeconds(1));
        ends(waiting(new Script(NOW), LONG));
        CompletableFuture<Void> next = waiting(new Script(NOW.plusSeconds(1)), LONG);
        ends(next);
        CompletableFuture<Void> none = waiting(new Script(NOW.plusSeconds(2)), SHORT);
        ends(none);
    }

    @Test
    void without_a_wake_up_the_waiting_ends_by_itself() throws Exception {
        ends(waiting(new Script(NOW), SHORT));
        wakeUp.at(NOW.plus(LONG));
        ends(waiting(new Script(NOW), SHORT));
    }

    @Test
    void a_clock_that_is_set_back_prolongs_no_waiting() throws Exception {
        ends(waiting(new Script(NOW, NOW.minus(LONG)), SHORT));
        wakeUp.at(NOW.plusMillis(1));
        ends(waiting(new Script(NOW, NOW.minus(LONG)), SHORT));
    }

    private CompletableFuture<Void> waiting(Clock clock, Duration atMost) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            wakeUp.await(clock, atMost);
            ended.complete(null);
        });
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private static void ends(CompletableFuture<Void> waiting) throws Exception {
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isNull();
    }
}
