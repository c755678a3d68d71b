package dev.berth.grpc.server;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.server.ServerFilter;
import dev.berth.grpc.request.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Where the next page begins; opaque to clients. It holds nothing that its account may not know, so a checksum is all
 * the protection that it needs.
 *
 * @param after the last id of the page before
 * @param total the total as of the first page
 */
record PageToken(long after, long total) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,16}) ([0-9]{1,16})");

    /** Reads the token of a list with this filter. */
    static PageToken parse(String text, ServerFilter filter) {
        Matcher matcher = FORM.matcher(decode(text));
        if (matcher.find()) {
            PageToken token = new PageToken(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
            if (token.format(filter).equals(text)) {
                return token;
            }
        }
        throw refused();
    }

    /** Writes it for the next request, which has to have the same filter. */
    String format(ServerFilter filter) {
        String position = after + " " + total;
        CRC32 checksum = new CRC32();
        checksum.update((position + " " + filter).getBytes(StandardCharsets.UTF_8));
        String plain = position + " " + Long.toHexString(checksum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private static DomainException refused() {
        return Fields.refused(
                "invalid_value", "Must be the next_page_token of the same list, with the same state and location.");
    }
}
