package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A public key as OpenSSH writes it in one line: the type, the key in base64, and perhaps a comment, with one space
 * between them. Which types there are, and what they have to look like, is in {@link SshKeyType}.
 */
public final class SshPublicKey {
    /** The longest line, after surrounding white space is gone. */
    public static final int MAX_LENGTH = 8_192;

    private static final String FIELD = "public_key";
    private static final int MAX_COMMENT = 255;
    private static final Pattern LINE = Pattern.compile("(\\S++)[ \\t]++(\\S++)([ \\t]++(.*+))?+");

    /** As OpenSSL, SSH2 and PuTTY begin them, and as OpenSSH's begin in base64. */
    private static final Pattern PRIVATE =
            Pattern.compile("-{4,5} ?BEGIN [A-Z0-9 ]*PRIVATE KEY|\\APuTTY-User-Key-File-|b3BlbnNzaC1rZXktdjE");

    private final String text;

    private SshPublicKey(String text) {
        this.text = text;
    }

    /** Reads a line of a client's, and refuses with {@code INVALID_REQUEST} whatever is not a sound public key. */
    public static SshPublicKey parse(String line) {
        String stripped = line.strip();
        if (PRIVATE.matcher(stripped).find()) {
            throw refused(
                    "private_key",
                    "This is a private key. Keep it to yourself, and send the public one from the file that ends in"
                            + " .pub.");
        }
        Matcher parts = LINE.matcher(stripped);
        if (stripped.length() > MAX_LENGTH || !parts.matches()) {
            throw refused(
                    "invalid_format",
                    "Must be one line of at most %d characters, as in a .pub file of ssh-keygen: the type, the key in"
                                    .formatted(MAX_LENGTH)
                            + " base64, and perhaps a comment, with no options before them.");
        }
        SshKeyType type = SshKeyType.ofWireName(parts.group(1))
                .orElseThrow(() -> refused(
                        "unsupported_type",
                        "Must be a key of the type %s. DSA keys, keys on security devices (sk-) and certificates are"
                                        .formatted(SshKeyType.list())
                                + " not accepted."));
        type.check(decoded(parts.group(2)));
        return new SshPublicKey(type.wireName() + " " + parts.group(2) + comment(parts.group(4)));
    }

    /** The key with this text, which was parsed before: also one that newer rules would refuse can still be read. */
    public static SshPublicKey ofStored(String text) {
        return new SshPublicKey(text);
    }

    /** The whole line. */
    public String text() {
        return text;
    }

    /** What {@code ssh-keygen -l} shows, such as {@code SHA256:…}: the same for the same key, whatever its comment. */
    public String fingerprint() {
        byte[] blob = Base64.getDecoder().decode(text.split(" ", 3)[1]);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SshPublicKey that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** The refusal of what is not a key as its type says, or not all of one. */
    static DomainException damaged() {
        return refused(
                "invalid_format", "Must be a whole key, just as ssh-keygen has written it. This one has been damaged.");
    }

    static DomainException refused(String code, String message) {
        return DomainException.invalid(FIELD, code, message);
    }

    private static byte[] decoded(String base64) {
        byte[] blob;
        try {
            blob = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
        // the decoder lets padding be absent, and the bits that it throws away be anything
        if (!Base64.getEncoder().encodeToString(blob).equals(base64)) {
            throw damaged();
        }
        return blob;
    }

    private static String comment(@Nullable String sent) {
        String comment = sent == null ? "" : sent.strip();
        if (comment.length() > MAX_COMMENT || comment.codePoints().anyMatch(SshPublicKey::isUnprintable)) {
            throw refused(
                    "invalid_format",
                    "The comment must be at most %d characters, without control characters.".formatted(MAX_COMMENT));
        }
        return comment.isEmpty() ? "" : " " + comment;
    }

    /** Half a surrogate pair is no character. */
    private static boolean isUnprintable(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
