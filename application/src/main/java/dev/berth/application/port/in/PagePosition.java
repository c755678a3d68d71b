package dev.berth.application.port.in;

import dev.berth.domain.account.AccountId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a list begins, as transports give it to clients: opaque, and bound to the account that
 * asked, the list and its filter. It holds nothing that its account may not know, so a checksum is all the protection that
 * it needs.
 *
 * @param after the last id of the page before
 * @param total the total as of the first page
 */
public record PagePosition(long after, long total) {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,16}) ([0-9]{1,16}) [0-9a-f]{1,8}");

    /**
     * Reads a position; empty when it is none, or one of another list or for another account.
     *
     * @param account the account that is asking; null for an operator who acts for none
     * @param list the list with its filter, written out in full by its {@code toString}
     */
    public static Optional<PagePosition> parse(String text, @Nullable AccountId account, Object list) {
        return decode(text)
                .map(FORM::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new PagePosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
                .filter(position -> position.format(account, list).equals(text));
    }

    /** Writes it for the next request, which has to be the same account's, for the same list with the same filter. */
    public String format(@Nullable AccountId account, Object list) {
        String position = after + " " + total;
        CRC32 checksum = new CRC32();
        checksum.update((position + " " + account + " " + list).getBytes(StandardCharsets.UTF_8));
        String plain = position + " " + Long.toHexString(checksum.getValue());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
