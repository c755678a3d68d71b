package dev.berth.application.server.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.Plan;
import dev.berth.domain.catalog.PlanId;
import dev.berth.domain.catalog.Resources;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.Hostname;
import dev.berth.domain.server.ServerId;
import dev.berth.domain.server.ServerName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupedAdmissionTest {
    private static final Instant NOW = Instant.parse("2026-01-10T14:30:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SlowStore store = new SlowStore();
    private final GroupedAdmission admission = new GroupedAdmission(store, 1, PATIENCE);

    /** Admits what does not say "refused", one group at a time; the first only when it is let go. */
    private static final class SlowStore implements ServerAdmission {
        final CompletableFuture<Boolean> firstCame = new CompletableFuture<>();
        final CompletableFuture<Boolean> goOn = new CompletableFuture<>();
        final List<Integer> groups = Collections.synchronizedList(new ArrayList<>());

        @Override
        public List<Optional<Admitted>> admit(List<ServerDraft> drafts) {
            groups.add(drafts.size());
            if (firstCame.complete(true)) {
                goOn.join();
            }
            if (drafts.stream().anyMatch(draft -> draft.name().value().equals("unavailable"))) {
                throw new DomainException(ErrorCode.UNAVAILABLE, "away");
            }
            if (drafts.stream().anyMatch(draft -> draft.name().value().equals("broken"))) {
                throw new IllegalStateException("broken");
            }
            return drafts.stream().map(SlowStore::answer).toList();
        }

        private static Optional<Admitted> answer(ServerDraft draft) {
            ServerId id = new ServerId(draft.machine().getLeastSignificantBits());
            OperationId operation = new OperationId(id.value());
            return draft.name().value().equals("refused")
                    ? Optional.empty()
                    : Optional.of(new Admitted(
                            draft.server(id, new HostId(1), "203.0.113.1", "2001:db8::1", operation, NOW),
                            Operation.accept(
                                    operation, id, draft.account(), OperationKind.PROVISION, Duration.ZERO, NOW)));
        }
    }

    @AfterEach
    void stop() {
        store.goOn.complete(true);
        threads.shutdownNow();
    }

    @Test
    void who_is_alone_goes_at_once() {
        store.goOn.complete(true);
        for (int i = 1; i <= 3; i++) {
            assertThat(admission.admit(List.of(draft("web", i))).get(0)).isPresent();
        }
        assertThat(store.groups).containsExactly(1, 1, 1);
    }

    @Test
    void those_who_come_meanwhile_go_together_and_each_gets_its_own_answer() throws Exception {
        List<Future<Optional<ServerAdmission.Admitted>>> answers = new ArrayList<>();
        answers.add(submit("web", 1));
        store.firstCame.join();
        for (int i = 2; i <= 12; i++) {
            answers.add(submit(i % 3 == 0 ? "refused" : "web", i));
        }
        awaitWaiting(11);
        store.goOn.complete(true);
        for (int i = 1; i <= 12; i++) {
            Optional<ServerAdmission.Admitted> answer = answers.get(i - 1).get();
            if (i % 3 == 0) {
                assertThat(answer).isEmpty();
            } else {
                assertThat(answer.orElseThrow().server().id()).isEqualTo(new ServerId(i));
            }
        }
        assertThat(store.groups).containsExactly(1, 11);
    }

    @Test
    void a_group_has_a_limit() throws Exception {
        List<Future<Optional<ServerAdmission.Admitted>>> answers = new ArrayList<>();
        answers.add(submit("web", 1));
        store.firstCame.join();
        for (int i = 2; i <= 46; i++) {
            answers.add(submit("web", i));
        }
        awaitWaiting(45);
        store.goOn.complete(true);
        for (Future<Optional<ServerAdmission.Admitted>> answer : answers) {
            assertThat(answer.get()).isPresent();
        }
        assertThat(store.groups).containsExactly(1, 20, 20, 5);
    }

    @Test
    void of_those_who_come_meanwhile_nobody_leads_twice_or_is_forgotten() throws Exception {
        GroupedAdmission two = new GroupedAdmission(store, 2, PATIENCE);
        List<Future<Boolean>> clients = new ArrayList<>();
        store.goOn.complete(true);
        for (int client = 0; client < 16; client++) {
            int first = 1 + 200 * client;
            clients.add(threads.submit(() -> {
                boolean all = true;
                for (int i = first; i < first + 200; i++) {
                    ServerAdmission.Admitted admitted =
                            two.admit(List.of(draft("web", i))).get(0).orElseThrow();
                    all &= admitted.server().id().equals(new ServerId(i));
                }
                return all;
            }));
        }
        for (Future<Boolean> client : clients) {
            assertThat(client.get()).isTrue();
        }
        assertThat(store.groups.stream().mapToInt(Integer::intValue).sum())
                .as("each once")
                .isEqualTo(16 * 200);
        assertThat(two.waiting()).isZero();
    }

    @Test
    void what_is_wrong_with_one_is_not_the_others_matter() throws Exception {
        Future<Optional<ServerAdmission.Admitted>> first = submit("web", 1);
        store.firstCame.join();
        Future<Optional<ServerAdmission.Admitted>> broken = submit("broken", 2);
        Future<Optional<ServerAdmission.Admitted>> sound = submit("web", 3);
        awaitWaiting(2);
        store.goOn.complete(true);
        assertThat(first.get()).isPresent();
        assertThat(sound.get()).isPresent();
        assertThatThrownBy(broken::get).hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_store_that_is_away_is_so_for_the_whole_group_and_not_for_the_next() throws Exception {
        Future<Optional<ServerAdmission.Admitted>> first = submit("web", 1);
        store.firstCame.join();
        Future<Optional<ServerAdmission.Admitted>> one = submit("unavailable", 2);
        Future<Optional<ServerAdmission.Admitted>> other = submit("web", 3);
        awaitWaiting(2);
        store.goOn.complete(true);
        assertThat(first.get()).isPresent();
        assertUnavailable(one);
        assertUnavailable(other);
        assertThat(admission.admit(List.of(draft("web", 4))).get(0)).isPresent();
        assertThat(store.groups).containsExactly(1, 2, 1);
    }

    @Test
    void who_is_kept_waiting_too_long_is_told_to_come_again_and_is_not_admitted_later() throws Exception {
        GroupedAdmission hurried = new GroupedAdmission(store, 1, Duration.ofMillis(100));
        Future<Optional<ServerAdmission.Admitted>> first = submit(hurried, "web", 1);
        store.firstCame.join();
        assertUnavailable(submit(hurried, "web", 2));
        store.goOn.complete(true);
        assertThat(first.get()).isPresent();
        assertThat(hurried.admit(List.of(draft("web", 3))).get(0)).isPresent();
        assertThat(store.groups).containsExactly(1, 1);
    }

    private Future<Optional<ServerAdmission.Admitted>> submit(String name, int number) {
        return submit(admission, name, number);
    }

    private Future<Optional<ServerAdmission.Admitted>> submit(GroupedAdmission to, String name, int number) {
        return threads.submit(() -> to.admit(List.of(draft(name, number))).get(0));
    }

    private void awaitWaiting(int number) throws InterruptedException {
        while (admission.waiting() < number) {
            TimeUnit.MILLISECONDS.sleep(1); // bounded by the time-out of the test
        }
    }

    private static void assertUnavailable(Future<?> answer) {
        assertThatThrownBy(answer::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DomainException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private static ServerDraft draft(String name, int number) {
        return new ServerDraft(
                new AccountId(1),
                new UUID(0, number),
                new ServerName(name),
                new Hostname(name),
                false,
                new Plan(
                        new PlanId(1), "Small", new Resources(1, 1_024, 10), 100, Money.of("1"), Money.of("10"), false),
                new OperatingSystem(new OperatingSystemId(1), "Debian", false),
                null,
                new LocationCode("us-west"),
                List.of(new HostId(1)));
    }
}
