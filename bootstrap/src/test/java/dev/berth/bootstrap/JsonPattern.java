package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds JSON to an example of it: the same fields and no others, the same types and values. A text that begins with
 * {@code #} in the example stands for any value of a type.
 */
final class JsonPattern {
    private static final Pattern TIME =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"); // whole seconds, UTC
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("2001:db8:[0-9a-f:]+");

    private JsonPattern() {}

    static void require(JsonNode actual, String example) {
        List<String> differences = new ArrayList<>();
        compare("", actual, ApiClient.Answer.parse(example), differences);
        assertThat(differences).as(actual.toString()).isEmpty();
    }

    private static void compare(String place, JsonNode actual, JsonNode example, List<String> differences) {
        if (example.isObject() && actual.isObject()) {
            example.fieldNames().forEachRemaining(name -> {
                if (!actual.has(name)) {
                    differences.add("%s/%s is missing".formatted(place, name));
                }
            });
            actual.properties().forEach(field -> {
                JsonNode expected = example.get(field.getKey());
                if (expected == null) {
                    differences.add("%s/%s is too much".formatted(place, field.getKey()));
                } else {
                    compare(place + "/" + field.getKey(), field.getValue(), expected, differences);
                }
            });
        } else if (example.isArray() && actual.isArray() && example.size() == actual.size()) {
            for (int i = 0; i < example.size(); i++) {
                compare(place + "/" + i, actual.get(i), example.get(i), differences);
            }
        } else if (!matches(actual, example)) {
            differences.add("%s is %s, not %s".formatted(place, actual, example));
        }
    }

    private static boolean matches(JsonNode actual, JsonNode example) {
        if (!example.isTextual() || !example.textValue().startsWith("#")) {
            return actual.equals(example);
        }
        return switch (example.textValue()) {
            case "#integer" -> actual.isIntegralNumber();
            case "#float" -> actual.isFloatingPointNumber();
            case "#string" -> actual.isTextual();
            case "#text" -> actual.isTextual() && !actual.textValue().isBlank();
            case "#time" ->
                actual.isTextual() && TIME.matcher(actual.textValue()).matches();
            case "#ipv4" ->
                actual.isTextual() && IPV4.matcher(actual.textValue()).matches();
            case "#ipv6" ->
                actual.isTextual() && IPV6.matcher(actual.textValue()).matches();
            default -> throw new IllegalArgumentException(example.textValue());
        };
    }
}
