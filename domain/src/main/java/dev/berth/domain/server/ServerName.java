package dev.berth.domain.server;

import dev.berth.domain.error.DomainException;
import java.util.regex.Pattern;

/**
 * What a customer calls a server; need not be unique.
 *
 * @param value 1 to 63 ASCII letters, digits and hyphens, no hyphen at either end
 */
public record ServerName(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public ServerName {
        if (!FORM.matcher(value).matches()) {
            throw DomainException.invalid(
                    "name",
                    "invalid_format",
                    "Must be 1 to 63 ASCII letters, digits and hyphens, with no hyphen at either end.");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
