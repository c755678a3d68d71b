package dev.berth.domain.account;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of SSH keys that are accepted, and what each has in it: RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4. */
enum SshKeyType {
    ED25519("ssh-ed25519"),
    ECDSA_P256("ecdsa-sha2-nistp256"),
    ECDSA_P384("ecdsa-sha2-nistp384"),
    ECDSA_P521("ecdsa-sha2-nistp521"),
    RSA("ssh-rsa");

    private static final int ED25519_LENGTH = 32;
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MAX_RSA_BITS = 16_384; // what sshd reads
    private static final int MAX_RSA_EXPONENT_BITS = 64; // what OpenSSL takes of large keys
    private static final BigInteger MIN_RSA_EXPONENT = BigInteger.valueOf(3);

    private final String wireName;

    SshKeyType(String wireName) {
        this.wireName = wireName;
    }

    static Optional<SshKeyType> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(type -> type.wireName.equals(wireName))
                .findFirst();
    }

    /** All of them, for people. */
    static String list() {
        return Arrays.stream(values())
                .map(SshKeyType::wireName)
                .collect(Collectors.joining(", "))
                .replaceFirst(", (?=[^ ]+$)", " or ");
    }

    String wireName() {
        return wireName;
    }

    /** Refuses what is not a key of this type and nothing more. */
    void check(byte[] blob) {
        SshKeyFields fields = new SshKeyFields(blob);
        requireText(fields, wireName);
        switch (this) {
            case ED25519 -> require(fields.string().length == ED25519_LENGTH);
            case ECDSA_P256 -> checkPoint(fields, NistCurve.P256);
            case ECDSA_P384 -> checkPoint(fields, NistCurve.P384);
            case ECDSA_P521 -> checkPoint(fields, NistCurve.P521);
            case RSA -> checkRsa(fields);
        }
        require(fields.areRead());
    }

    private static void checkPoint(SshKeyFields fields, NistCurve curve) {
        requireText(fields, curve.sshName());
        require(curve.has(fields.string()));
    }

    private static void checkRsa(SshKeyFields fields) {
        BigInteger exponent = fields.positiveNumber();
        BigInteger modulus = fields.positiveNumber();
        require(exponent.testBit(0)
                && exponent.compareTo(MIN_RSA_EXPONENT) >= 0
                && exponent.bitLength() <= MAX_RSA_EXPONENT_BITS);
        if (modulus.bitLength() < MIN_RSA_BITS || modulus.bitLength() > MAX_RSA_BITS) {
            throw SshPublicKey.refused(
                    "out_of_range",
                    "An RSA key must have %d to %d bits; this one has %d."
                            .formatted(MIN_RSA_BITS, MAX_RSA_BITS, modulus.bitLength()));
        }
        require(modulus.testBit(0)); // the product of two odd primes
    }

    private static void requireText(SshKeyFields fields, String text) {
        require(Arrays.equals(fields.string(), text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static void require(boolean isSound) {
        if (!isSound) {
            throw SshPublicKey.damaged();
        }
    }
}
