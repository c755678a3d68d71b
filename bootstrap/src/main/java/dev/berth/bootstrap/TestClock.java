package dev.berth.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The time as a test has written it into a file: a month for several processes at once. */
final class TestClock extends Clock {
    /** The setting; refused outside the profile {@link #PROFILE}. */
    static final String SETTING = "berth.test-clock";

    static final String PROFILE = "test";

    private final Clock real;
    private final Path file;

    /** @param file holds how far this is ahead of real time, such as {@code PT36H}, or the time at which it stands still */
    TestClock(Clock real, Path file) {
        this.real = real;
        this.file = file;
    }

    @Override
    public Instant instant() {
        return read(real.instant(), file);
    }

    /** What it is there when it is this in reality. */
    static Instant read(Instant real, Path file) {
        try {
            String set = Files.readString(file).strip();
            return set.startsWith("P") ? real.plus(Duration.parse(set)) : Instant.parse(set);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new TestClock(real.withZone(zone), file);
    }
}
