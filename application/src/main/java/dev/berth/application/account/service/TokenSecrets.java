package dev.berth.application.account.service;

import dev.berth.application.account.port.out.TokenHash;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The secrets of tokens: {@code berth_}, 256 random bits, a checksum. The prefix lets scanners find leaked ones; the
 * checksum lets a mistyped one be refused without asking the store.
 */
final class TokenSecrets {
    static final String PREFIX = "berth_";

    private static final int SHOWN = 6; // 31 of its 256 bits
    private static final int RANDOM_BYTES = 32;
    private static final int RADIX = 36;
    private static final int BODY_LENGTH = 50; // 256 bits in base 36
    private static final int CHECKSUM_LENGTH = 7; // 32 bits in base 36

    private TokenSecrets() {}

    static String generate(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String body = padded(new BigInteger(1, bytes), BODY_LENGTH);
        return PREFIX + body + checksum(body);
    }

    /** Whether it could be one of ours: it is not, when it has our prefix and not our checksum. */
    static boolean isPlausible(String secret) {
        if (!secret.startsWith(PREFIX)) {
            return true;
        }
        String rest = secret.substring(PREFIX.length());
        return rest.length() == BODY_LENGTH + CHECKSUM_LENGTH
                && checksum(rest.substring(0, BODY_LENGTH)).equals(rest.substring(BODY_LENGTH));
    }

    /** What may be shown of a secret that was generated here. */
    static String prefix(String secret) {
        return secret.substring(0, PREFIX.length() + SHOWN);
    }

    static TokenHash hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return new TokenHash(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return padded(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String padded(BigInteger number, int length) {
        String digits = number.toString(RADIX);
        return "0".repeat(length - digits.length()) + digits;
    }
}
