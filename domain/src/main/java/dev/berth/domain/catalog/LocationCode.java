package dev.berth.domain.catalog;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;
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
            throw unknown();
        }
    }

    /** The code that a new location is to have. */
    public static LocationCode ofNew(String code) {
        if (!FORM.matcher(code).matches()) {
            throw DomainException.invalid(
                    "code",
                    "invalid_format",
                    "Must be 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end, such as"
                            + " \"us-west\".");
        }
        return new LocationCode(code);
    }

    /** The code of a location that is looked for by it: refuses what cannot be one as not found. */
    public static LocationCode ofWanted(String code) {
        if (!FORM.matcher(code).matches()) {
            throw new DomainException(ErrorCode.LOCATION_NOT_FOUND, "There is no such location.");
        }
        return new LocationCode(code);
    }

    /** The refusal of a request that names a location which is not there. */
    public static DomainException unknown() {
        return DomainException.invalid(
                "location", "not_found", "There is no such location. Use the code of one, such as \"us-west\".");
    }

    /** The refusal of a location that is not there. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.LOCATION_NOT_FOUND, "There is no location %s.".formatted(value), Map.of("location", value));
    }

    @Override
    public String toString() {
        return value;
    }
}
