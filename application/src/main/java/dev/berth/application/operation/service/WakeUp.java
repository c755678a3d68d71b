package dev.berth.application.operation.service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes one waiting thread at the times that were asked for. */
final class WakeUp {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition earlier = lock.newCondition();
    private final Queue<Instant> times = new PriorityQueue<>();

    /** Asks for a wake-up at this time. */
    void at(Instant time) {
        lock.lock();
        try {
            times.add(time);
            earlier.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next wake-up, at most this long, and takes all that are over. */
    void await(Clock clock, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos(); // the clock may be set back meanwhile
        lock.lock();
        try {
            while (true) {
                Instant now = clock.instant();
                Instant first = times.peek();
                long left = end - System.nanoTime();
                if (left <= 0 || (first != null && !first.isAfter(now))) {
                    times.removeIf(time -> !time.isAfter(now));
                    return;
                }
                long untilFirst = first == null ? left : TimeUnit.NANOSECONDS.convert(Duration.between(now, first));
                boolean ignored = earlier.await(Math.min(left, untilFirst), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
