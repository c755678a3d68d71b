package dev.berth.rest.request;

import java.util.Optional;
import java.util.regex.Pattern;

/** The ids of the contract: what every JSON library reads without loss. */
final class Ids {
    static final long MAX = (1L << 53) - 1;

    private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,15}");

    private Ids() {}

    static Optional<Long> parse(String text) {
        return Optional.of(text)
                .filter(it -> FORM.matcher(it).matches())
                .map(Long::valueOf)
                .filter(Ids::isValid);
    }

    static boolean isValid(long id) {
        return id >= 1 && id <= MAX;
    }
}
