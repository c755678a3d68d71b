package dev.berth.rest.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.error.DomainException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a body as strictly as JSON is defined, with a mapper of its own: the application's may be set otherwise. */
final class JsonBody {
    /** Stands for the body as a whole where a problem document names a field. */
    private static final String BODY = "body";

    private static final Pattern JSON = Pattern.compile(
            "application/json\\s*(;\\s*charset\\s*=\\s*(utf-8|\"utf-8\")\\s*)?;?\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);
    private static final int MAX_DEPTH = 16;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    static ObjectNode read(HttpRequest<?> request, byte[] bytes, Violations violations) {
        if (bytes.length == 0) {
            throw violations.with(BODY, "required", "Must be a JSON object.");
        }
        requireJson(request.getHeaders());
        if (parse(bytes, violations) instanceof ObjectNode object) {
            return object;
        }
        throw violations.with(BODY, "invalid_type", "Must be a JSON object.");
    }

    private static void requireJson(HttpHeaders headers) {
        List<String> types = headers.getAll(HttpHeaders.CONTENT_TYPE);
        List<String> encodings = headers.getAll(HttpHeaders.CONTENT_ENCODING);
        boolean json = types.isEmpty()
                || (types.size() == 1 && JSON.matcher(types.get(0).strip()).matches());
        if (!json || !encodings.stream().allMatch("identity"::equalsIgnoreCase)) {
            throw new HttpStatusException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be sent as application/json, in UTF-8 and without a Content-Encoding.");
        }
    }

    private static JsonNode parse(byte[] bytes, Violations violations) {
        try {
            // decoded here, as Jackson would take UTF-16 and UTF-32 too
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return MAPPER.readTree(text);
        } catch (CharacterCodingException e) {
            throw violations.with(BODY, "invalid_encoding", "Must be valid UTF-8.");
        } catch (JsonProcessingException e) {
            throw malformed(e, violations);
        }
    }

    private static DomainException malformed(JsonProcessingException e, Violations violations) {
        JsonLocation at = e.getLocation();
        String place = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
        Matcher duplicate = DUPLICATE.matcher(e.getOriginalMessage());
        if (duplicate.matches()) {
            return violations.with(duplicate.group(1), "duplicate_field", "Sent twice, again%s.".formatted(place));
        }
        return violations.with(
                BODY, "invalid_json", "Must be one well-formed JSON document; it is not%s.".formatted(place));
    }
}
