package dev.berth.application.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.Account;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Transactions} does. */
public abstract class TransactionsContract {
    private Repositories store;
    private Transactions transactions;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        transactions = store.transactions();
        fixtures = new Fixtures(store);
    }

    @Test
    void what_the_work_returns_is_returned_and_what_it_changed_stays() {
        int servers = transactions.required(() -> {
            addServer();
            return servers();
        });
        assertThat(servers).isEqualTo(1);
        assertThat(servers()).isEqualTo(1);
    }

    @Test
    void a_refusal_takes_everything_back_and_is_passed_on_as_it_is() {
        DomainException refusal = new DomainException(ErrorCode.NO_CAPACITY, "no room");
        assertThatThrownBy(() -> transactions.required(() -> {
                    addServer();
                    throw refusal;
                }))
                .isSameAs(refusal);
        assertThat(servers()).isZero();
    }

    @Test
    void a_fault_takes_everything_back_and_is_passed_on() {
        assertThatThrownBy(() -> transactions.required(() -> {
                    addServer();
                    throw new IllegalStateException("a fault");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a fault");
        assertThat(servers()).isZero();
    }

    @Test
    void work_within_work_is_part_of_the_same_transaction() {
        assertThatThrownBy(() -> transactions.required(() -> {
                    transactions.required(() -> {
                        addServer();
                        return "inner";
                    });
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");
        assertThat(servers()).isZero();
    }

    @Test
    void an_action_after_the_commit_runs_once_and_sees_what_was_committed() {
        List<Integer> seen = new ArrayList<>();
        transactions.required(() -> {
            transactions.afterCommit(() -> seen.add(servers()));
            addServer();
            assertThat(seen).isEmpty();
            return "done";
        });
        assertThat(seen).containsExactly(1);
    }

    @Test
    void an_action_of_inner_work_waits_for_the_outer_commit() {
        List<String> order = new ArrayList<>();
        transactions.required(() -> {
            transactions.required(() -> {
                transactions.afterCommit(() -> order.add("action"));
                return "inner";
            });
            order.add("outer");
            return "outer";
        });
        assertThat(order).containsExactly("outer", "action");
    }

    @Test
    void an_action_does_not_run_after_a_rollback() {
        List<String> ran = new ArrayList<>();
        assertThatThrownBy(() -> transactions.required(() -> {
                    transactions.afterCommit(() -> ran.add("action"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        transactions.required(() -> "the next one");
        assertThat(ran).isEmpty();
    }

    @Test
    void an_action_can_use_a_transaction_of_its_own() {
        transactions.required(() -> {
            transactions.afterCommit(() -> transactions.required(() -> {
                addServer();
                return "done";
            }));
            return "done";
        });
        assertThat(servers()).isEqualTo(1);
    }

    @Test
    void an_action_outside_any_transaction_runs_at_once() {
        List<String> ran = new ArrayList<>();
        transactions.afterCommit(() -> ran.add("action"));
        assertThat(ran).containsExactly("action");
    }

    @Test
    void a_locked_row_is_read_and_written_by_one_at_a_time() throws Exception {
        Concurrently.run(8, () -> {
            for (int i = 0; i < 10; i++) {
                String reference = "entry-" + Fixtures.unique();
                transactions.required(() -> {
                    Account locked =
                            store.accounts().lock(fixtures.account.id()).orElseThrow();
                    return store.accounts().book(locked, Booking.topUp(Money.of("1"), reference, ""), fixtures.now);
                });
            }
            return "done";
        });
        assertThat(account().balance()).isEqualTo(Money.of("80"));
    }

    @Test
    void transactions_that_lock_each_other_out_both_pass_in_the_end() throws Exception {
        AccountId first = fixtures.account.id();
        AccountId second = fixtures.account(100).id();
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        AtomicInteger turn = new AtomicInteger();
        Concurrently.run(2, () -> {
            boolean forwards = turn.getAndIncrement() == 0;
            return transactions.required(() -> {
                store.accounts().adjust(forwards ? first : second, Money.ZERO, 1);
                awaitOther(bothHoldOne);
                store.accounts().adjust(forwards ? second : first, Money.ZERO, 1);
                return "done";
            });
        });
        assertThat(store.accounts().find(first).orElseThrow().servers()).isEqualTo(2);
        assertThat(store.accounts().find(second).orElseThrow().servers()).isEqualTo(2);
    }

    /** Not for ever: where transactions run one after the other, the other one cannot come. */
    private static void awaitOther(CountDownLatch both) {
        both.countDown();
        try {
            both.await(500, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addServer() {
        store.accounts().adjust(fixtures.account.id(), Money.ZERO, 1);
    }

    private int servers() {
        return account().servers();
    }

    private Account account() {
        return store.accounts().find(fixtures.account.id()).orElseThrow();
    }
}
