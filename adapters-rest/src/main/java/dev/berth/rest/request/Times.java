package dev.berth.rest.request;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Times as the contract writes them: RFC 3339, UTC, whole seconds. */
public final class Times {
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

    private Times() {}

    /** Writes {@code 2025-01-10T14:30:00Z}. */
    public static String format(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Reads RFC 3339, with any offset. */
    public static Instant parse(String text) {
        if (RFC_3339.matcher(text).matches()) {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                // no such day or hour: refused below like any other text
            }
        }
        throw FieldType.refused("invalid_format", "Must be a time of RFC 3339, such as \"2030-01-31T12:00:00Z\".");
    }
}
