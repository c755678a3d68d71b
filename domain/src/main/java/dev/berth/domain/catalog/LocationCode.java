package dev.berth.domain.catalog;

import dev.berth.domain.error.DomainException;
import java.util.regex.Pattern;

/**
 * The code of a data centre, such as {@code us-west}.
 *
 * @param value 1 to 63 lower-case letters, digits and hyphens
 */
public record LocationCode(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public LocationCode {
        if (!FORM.matcher(value).matches()) {
            throw DomainException.invalid(
                    "location", "not_found", "There is no such location. Use the code of one, such as \"us-west\".");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
