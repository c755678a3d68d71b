package dev.berth.persistence;

import dev.berth.application.port.out.Transactions;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import io.micronaut.context.annotation.Property;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
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

    private static final Duration UNHURRIED = Duration.ofMinutes(1);

    private final TransactionOperations<Connection> transactions;
    private final Duration patience;

    /** This thread's transaction; null when there is none under way. */
    private final ThreadLocal<@Nullable UnderWay> underWay = new ThreadLocal<>();

    /**
     * @param patience after this a transaction begins nothing any more: a client is told to come again before it loses
     *     its own
     */
    JdbcTransactions(
            TransactionOperations<Connection> transactions,
            @Property(name = "berth.transaction-patience", defaultValue = "2500ms") Duration patience) {
        this.transactions = transactions;
        this.patience = patience;
    }

    /**
     * @param afterCommit what to run then
     * @param patienceEnds by {@link System#nanoTime}
     */
    private record UnderWay(List<Runnable> afterCommit, long patienceEnds) {}

    @Override
    public <T> T required(Supplier<T> work) {
        return within(patience, work);
    }

    @Override
    public <T> T unhurried(Supplier<T> work) {
        return within(UNHURRIED, work);
    }

    private <T> T within(Duration atMost, Supplier<T> work) {
        if (underWay.get() != null) {
            return work.get();
        }
        long patienceEnds = System.nanoTime() + atMost.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return attempt(work, patienceEnds);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !Failures.mayPassAgain(e) || System.nanoTime() - patienceEnds > 0) {
                    throw Failures.of(e);
                }
                pause(attempt);
            }
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        UnderWay transaction = underWay.get();
        if (transaction == null) {
            action.run();
        } else {
            transaction.afterCommit().add(action);
        }
    }

    /** Refuses another statement in a transaction that has lasted too long; its locks are needed by others. */
    void requirePatience() {
        UnderWay transaction = underWay.get();
        if (transaction != null && System.nanoTime() - transaction.patienceEnds() > 0) {
            throw new DomainException(
                    ErrorCode.UNAVAILABLE, "The database is too slow at the moment. Try again in a few seconds.");
        }
    }

    private <T> T attempt(Supplier<T> work, long patienceEnds) {
        List<Runnable> actions = new ArrayList<>();
        T result;
        underWay.set(new UnderWay(actions, patienceEnds));
        try {
            result = transactions.execute(TransactionDefinition.DEFAULT, status -> work.get());
        } finally {
            underWay.remove();
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
