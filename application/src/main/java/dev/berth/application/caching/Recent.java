package dev.berth.application.caching;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What was read lately. Only what was found is kept, so there is never more of it than the store has; what is missing is
 * looked for every time. A little before a value is too old, one of those who ask for it reads it anew; the others need
 * not.
 */
public final class Recent<K, V> {
    private final Function<K, Optional<V>> read;
    private final Duration maxAge;
    private final Clock clock;
    private final Map<K, Reading<V>> readings = new ConcurrentHashMap<>();
    private final Set<K> beingRead = ConcurrentHashMap.newKeySet();
    private final AtomicLong forgotten = new AtomicLong();

    /**
     * @param read asks the store
     * @param maxAge how old an answer may be
     */
    public Recent(Function<K, Optional<V>> read, Duration maxAge, Clock clock) {
        this.read = read;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    private record Reading<V>(V value, Instant takenAt) {}

    /** The value, no older than it may be. */
    public Optional<V> get(K key) {
        Reading<V> reading = readings.get(key);
        if (reading == null || !isYounger(reading, maxAge)) {
            return refresh(key);
        }
        if (isYounger(reading, maxAge.dividedBy(2)) || !beingRead.add(key)) {
            return Optional.of(reading.value());
        }
        try {
            return refresh(key);
        } finally {
            beingRead.remove(key);
        }
    }

    /** The value as it is now. */
    public Optional<V> refresh(K key) {
        long forgottenBefore = forgotten.get();
        Instant now = clock.instant(); // before the store is asked: never younger than it says
        Optional<V> value = read.apply(key);
        readings.compute(
                key,
                (same, other) -> forgotten.get() == forgottenBefore
                        ? value.map(found -> new Reading<>(found, now)).orElse(null)
                        : null);
        return value;
    }

    /** Has the value read anew when it is next asked for, because it has changed: a reading under way is not kept. */
    public void forget(K key) {
        readings.compute(key, (same, reading) -> {
            forgotten.incrementAndGet();
            return null;
        });
    }

    private boolean isYounger(Reading<V> reading, Duration than) {
        Duration age = Duration.between(reading.takenAt(), clock.instant());
        return !age.isNegative() && age.compareTo(than) <= 0; // negative: the clock was set back
    }
}
