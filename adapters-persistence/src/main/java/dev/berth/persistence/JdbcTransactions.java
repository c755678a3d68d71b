package dev.berth.persistence;

import dev.berth.application.port.out.Transactions;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of the one database. Whoever opens one opens it here. */
@Singleton
final class JdbcTransactions implements Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcTransactions.class);
    private static final int ATTEMPTS = 5;
    private static final long MAX_PAUSE_MILLIS = 20;

    private final TransactionOperations<Connection> transactions;

    /** What to run after the commit of this thread's transaction; null when there is none under way. */
    private final ThreadLocal<@Nullable List<Runnable>> pending = new ThreadLocal<>();

    JdbcTransactions(TransactionOperations<Connection> transactions) {
        this.transactions = transactions;
    }

    @Override
    public <T> T required(Supplier<T> work) {
        if (pending.get() != null) {
            return work.get();
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !Failures.mayPassAgain(e)) {
                    throw Failures.of(e);
                }
                pause(attempt);
            }
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        List<Runnable> actions = pending.get();
        if (actions == null) {
            action.run();
        } else {
            actions.add(action);
        }
    }

    private <T> T attempt(Supplier<T> work) {
        List<Runnable> actions = new ArrayList<>();
        T result;
        pending.set(actions);
        try {
            result = transactions.execute(TransactionDefinition.DEFAULT, status -> work.get());
        } finally {
            pending.remove();
        }
        // only here is the connection given back: an action may open a transaction of its own
        actions.forEach(JdbcTransactions::run);
        return result;
    }

    /** What was committed stays so, whatever an action does. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("An action after a commit failed", e);
        }
    }

    private static void pause(int attempt) {
        long millis = ThreadLocalRandom.current().nextLong(1, attempt * MAX_PAUSE_MILLIS);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
