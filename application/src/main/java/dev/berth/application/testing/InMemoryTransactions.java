package dev.berth.application.testing;

import dev.berth.application.port.out.Transactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Transactions one after the other, with an undo log. */
public final class InMemoryTransactions implements Transactions {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private List<Runnable> afterCommit = new ArrayList<>();
    private boolean active;

    @Override
    public <T> T required(Supplier<T> work) {
        if (isActive()) {
            return work.get();
        }
        List<Runnable> actions;
        T result;
        lock.lock();
        try {
            active = true;
            result = work.get();
            undo.clear();
            actions = afterCommit;
        } finally {
            undo.forEach(Runnable::run);
            undo.clear();
            afterCommit = new ArrayList<>();
            active = false;
            lock.unlock();
        }
        actions.forEach(Runnable::run);
        return result;
    }

    @Override
    public void afterCommit(Runnable action) {
        if (isActive()) {
            afterCommit.add(action);
        } else {
            action.run();
        }
    }

    /** Whether the calling thread is in a transaction. */
    public boolean isActive() {
        return lock.isHeldByCurrentThread() && active;
    }

    /** Remembers how to take back a change, should the transaction under way fail. */
    void onRollback(Runnable takeBack) {
        if (isActive()) {
            undo.push(takeBack);
        }
    }

    /** Runs one statement: in the transaction under way, or alone. */
    <T> T statement(Supplier<T> statement) {
        lock.lock();
        try {
            return statement.get();
        } finally {
            lock.unlock();
        }
    }
}
