package dev.berth.rest.request;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.MediaType;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the {@code Accept} header. */
final class Accepts {
    private static final Map<String, Integer> PRECEDENCE =
            Map.of(MediaType.APPLICATION_JSON, 2, "application/*", 1, MediaType.ALL, 0);

    private Accepts() {}

    /** Whether an answer in JSON is acceptable: the most specific range that JSON is in decides. */
    static boolean json(HttpHeaders headers) {
        List<String> sent = headers.getAll(HttpHeaders.ACCEPT);
        if (sent.isEmpty()) {
            return true;
        }
        try {
            return MediaType.orderedOf(sent).stream()
                    .filter(range -> precedence(range) >= 0)
                    .max(Comparator.comparing(Accepts::precedence))
                    .map(range -> range.getQualityAsNumber().compareTo(BigDecimal.ZERO) > 0)
                    .orElse(false);
        } catch (IllegalArgumentException e) {
            return true; // a header that cannot be read excludes nothing
        }
    }

    private static int precedence(MediaType range) {
        return PRECEDENCE.getOrDefault(range.getName().toLowerCase(Locale.ROOT), -1);
    }
}
