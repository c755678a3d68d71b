package dev.berth.domain.error;

/** What people call and say things: one line, so that every list, log and terminal can show it. */
public final class PlainText {
    private static final int NAME_LENGTH = 100;

    private PlainText() {}

    /** Checks what something is to be called: an account, a token, an SSH key, a host, what is in the catalog. */
    public static String requireName(String name) {
        return require("name", name, NAME_LENGTH);
    }

    /** Checks a text that has to say something. */
    public static String require(String field, String text, int longest) {
        if (text.isBlank() || !is(text, longest)) {
            throw DomainException.invalid(
                    field,
                    "invalid_format",
                    "Must be 1 to %d characters, not blank, without control characters.".formatted(longest));
        }
        return text;
    }

    /** Checks a text that may be empty. */
    public static String requireOptional(String field, String text, int longest) {
        if (!is(text, longest)) {
            throw DomainException.invalid(
                    field,
                    "invalid_format",
                    "Must be at most %d characters, without control characters.".formatted(longest));
        }
        return text;
    }

    /** Whether this is no longer, and has no control characters. */
    public static boolean is(String text, int longest) {
        return text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
    }
}
