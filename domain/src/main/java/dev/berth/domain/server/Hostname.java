package dev.berth.domain.server;

import dev.berth.domain.error.DomainException;
import java.util.regex.Pattern;

/**
 * The name that a server's operating system is given.
 *
 * @param value RFC 1123 labels, at most 253 characters in all; one label is enough
 */
public record Hostname(String value) {
    private static final int MAX_LENGTH = 253;
    private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    private static final Pattern FORM = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    public Hostname {
        if (value.length() > MAX_LENGTH || !FORM.matcher(value).matches()) {
            throw DomainException.invalid(
                    "hostname",
                    "invalid_format",
                    "Must be a host name such as \"web01.example.com\": labels of 1 to 63 ASCII letters, digits and"
                            + " hyphens, with no hyphen at either end, at most 253 characters in all.");
        }
    }

    /** The host name of a server that was given none. */
    public static Hostname of(ServerName name) {
        return new Hostname(name.value());
    }

    @Override
    public String toString() {
        return value;
    }
}
