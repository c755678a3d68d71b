package dev.berth.rest.request;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.domain.error.DomainException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongToIntFunction;
import java.util.function.LongUnaryOperator;

/**
 * What a field may hold. Nothing is coerced: {@code "2"} is no integer, {@code 1} no boolean.
 *
 * @param <T> what becomes of it
 */
@FunctionalInterface
public interface FieldType<T> {
    /** Reads what was sent, or refuses it with {@code INVALID_REQUEST}. */
    T read(JsonNode node);

    /** A string, as the domain understands it. */
    static <T> FieldType<T> text(Function<String, T> parser) {
        return node -> parser.apply(string(node));
    }

    /** An id: a whole number from 1 to 2^53 - 1. */
    static <T> FieldType<T> id(LongFunction<T> wrapper) {
        return node -> {
            long id = integer(node);
            if (!Ids.isValid(id)) {
                throw refused("out_of_range", "Must be an id, from 1 to %d.".formatted(Ids.MAX));
            }
            return wrapper.apply(id);
        };
    }

    /** A whole number, as the domain understands it. */
    static FieldType<Long> number(LongUnaryOperator check) {
        return node -> check.applyAsLong(integer(node));
    }

    /** A whole number of 32 bits, as the domain understands it. */
    static FieldType<Integer> count(LongToIntFunction check) {
        return node -> check.applyAsInt(integer(node));
    }

    /** A boolean. */
    static FieldType<Boolean> flag() {
        return node -> {
            if (!node.isBoolean()) {
                throw refused("invalid_type", "Must be true or false.");
            }
            return node.booleanValue();
        };
    }

    /** An array of strings, as the domain understands it. */
    static <T> FieldType<T> texts(Function<List<String>, T> parser) {
        return node -> {
            if (!node.isArray()) {
                throw refused("invalid_type", "Must be an array of strings.");
            }
            List<String> texts = new ArrayList<>();
            node.forEach(element -> texts.add(string(element)));
            return parser.apply(texts);
        };
    }

    /** An array whose elements do not matter, because it is only sent back as it was read. */
    static FieldType<Boolean> ignoredArray() {
        return node -> {
            if (!node.isArray()) {
                throw refused("invalid_type", "Must be an array.");
            }
            return true;
        };
    }

    /** The refusal of a field; whoever knows the field's name adds it. */
    static DomainException refused(String code, String message) {
        return DomainException.invalid("", code, message);
    }

    private static String string(JsonNode node) {
        if (!node.isTextual()) {
            throw refused("invalid_type", "Must be a string.");
        }
        String text = node.textValue();
        if (text.codePoints().anyMatch(FieldType::isUnstorable)) {
            throw refused("invalid_format", "Must not contain U+0000 or half of a surrogate pair.");
        }
        return text;
    }

    private static boolean isUnstorable(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    private static long integer(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw refused("invalid_type", "Must be an integer.");
        }
        if (!node.canConvertToLong()) {
            throw refused("out_of_range", "Must be an integer of at most 64 bits.");
        }
        return node.longValue();
    }
}
