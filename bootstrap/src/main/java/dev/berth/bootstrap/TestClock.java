package dev.berth.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/** The time, and as much as a test has written into a file: a month for several processes at once. */
final class TestClock extends Clock {
    /** The setting; refused outside the profile {@link #PROFILE}. */
    static final String SETTING = "berth.test-clock";

    static final String PROFILE = "test";

    private final Clock real;
    private final Path ahead;

    /** @param ahead holds how far it is ahead, such as {@code PT36H} */
    TestClock(Clock real, Path ahead) {
        this.real = real;
        this.ahead = ahead;
    }

    @Override
    public Instant instant() {
        try {
            return real.instant().plus(Duration.parse(Files.readString(ahead).strip()));
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
        return new TestClock(real.withZone(zone), ahead);
    }
}
