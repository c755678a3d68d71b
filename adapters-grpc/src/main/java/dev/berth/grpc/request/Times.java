package dev.berth.grpc.request;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as protobuf has them. */
public final class Times {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");
    private static final int NANOS = 1_000_000_000;

    private Times() {}

    /** Writes a time. */
    public static Timestamp of(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    /** Reads a time of the years 1 to 9999. */
    public static Instant parse(Timestamp time) {
        boolean isValid = time.getNanos() >= 0
                && time.getNanos() < NANOS
                && time.getSeconds() >= FIRST.getEpochSecond()
                && time.getSeconds() < END.getEpochSecond();
        if (!isValid) {
            throw Fields.refused(
                    "out_of_range", "Must be a time of the years 1 to 9999, with 0 to 999999999 nanoseconds.");
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
