package dev.berth.application.server.service;

import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerDraft;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has drafts that arrive at the same time share a commit. Whoever finds few under way goes at once; those who come
 * meanwhile gather, and the first of them takes all of them along when it is their turn.
 */
public final class GroupedAdmission implements ServerAdmission {
    private static final int MOST = 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final ServerAdmission admission;
    private final int atOnce;
    private final Duration patience;
    private final Lock lock = new ReentrantLock();
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private int underWay;

    /** @param atOnce how many groups may be under way: one that waits for the disk need not keep the next one waiting */
    public GroupedAdmission(ServerAdmission admission, int atOnce) {
        this(admission, atOnce, LONGEST_WAIT);
    }

    GroupedAdmission(ServerAdmission admission, int atOnce, Duration patience) {
        this.admission = admission;
        this.atOnce = atOnce;
        this.patience = patience;
    }

    /** A draft, and what became of it. */
    private static final class Entry {
        final ServerDraft draft;
        final Condition changed;
        long patience; // in nanoseconds
        boolean taken;
        volatile boolean done; // after what it stands for has been written
        private @Nullable Admitted admitted;
        private @Nullable RuntimeException failure;

        Entry(ServerDraft draft, Condition changed, Duration patience) {
            this.draft = draft;
            this.changed = changed;
            this.patience = patience.toNanos();
        }

        void answer(Optional<Admitted> outcome) {
            admitted = outcome.orElse(null);
            done = true;
        }

        void fail(Throwable why) {
            failure = why instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(why);
            done = true;
        }

        Optional<Admitted> get() {
            if (failure != null) {
                throw failure;
            }
            return Optional.ofNullable(admitted);
        }
    }

    @Override
    public List<Optional<Admitted>> admit(List<ServerDraft> drafts) {
        return drafts.size() == 1 ? List.of(admit(drafts.get(0))) : admission.admit(drafts);
    }

    /** How many drafts wait for their turn. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Admitted> admit(ServerDraft draft) {
        Entry own = enter(draft);
        for (List<Entry> group = await(own); !group.isEmpty(); group = await(own)) {
            try {
                carryOut(group);
            } finally {
                end(group);
            }
        }
        return own.get();
    }

    private Entry enter(ServerDraft draft) {
        lock.lock();
        try {
            Entry own = new Entry(draft, lock.newCondition(), patience);
            waiting.add(own);
            return own;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the draft to be done, by whomever, or else for the turn to lead: with a group, then. */
    private List<Entry> await(Entry own) {
        lock.lock();
        try {
            while (!own.done) {
                if (own.taken) {
                    own.changed.awaitUninterruptibly(); // as long as the store takes, which has bounds of its own
                } else if (underWay < atOnce) {
                    return take();
                } else if (own.patience > 0) {
                    own.patience = own.changed.awaitNanos(own.patience);
                } else {
                    waiting.remove(own);
                    throw tooMany();
                }
            }
            return List.of();
        } catch (InterruptedException e) {
            waiting.remove(own);
            signalFirst(); // what was meant to wake this one
            Thread.currentThread().interrupt();
            throw tooMany();
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> take() {
        underWay++;
        List<Entry> group = new ArrayList<>();
        while (group.size() < MOST && !waiting.isEmpty()) {
            Entry entry = waiting.remove();
            entry.taken = true;
            group.add(entry);
        }
        return group;
    }

    private void carryOut(List<Entry> group) {
        try {
            List<Optional<Admitted>> outcomes =
                    admission.admit(group.stream().map(entry -> entry.draft).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer(outcomes.get(i));
            }
        } catch (DomainException e) {
            group.forEach(entry -> entry.fail(e));
        } catch (RuntimeException | Error e) {
            if (group.size() == 1) {
                group.get(0).fail(e);
            } else {
                group.forEach(entry -> carryOut(List.of(entry))); // what is wrong with one is not the others' matter
            }
        }
    }

    /** Ends a turn: everybody is told, and who waits longest may lead next. */
    private void end(List<Entry> group) {
        lock.lock();
        try {
            underWay--;
            for (Entry entry : group) {
                if (!entry.done) {
                    entry.fail(new IllegalStateException("the group was broken off"));
                }
                entry.changed.signal();
            }
            signalFirst();
        } finally {
            lock.unlock();
        }
    }

    private void signalFirst() {
        Entry first = waiting.peek();
        if (first != null) {
            first.changed.signal();
        }
    }

    private static DomainException tooMany() {
        return new DomainException(
                ErrorCode.UNAVAILABLE,
                "Too many servers are being created at this moment. Try again in a few seconds.");
    }
}
