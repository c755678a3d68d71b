package dev.berth.bootstrap;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** Public keys as ssh-keygen would write them. */
public final class SshKeyLines {
    /** The length and the name of the type, and the length of the key. */
    private static final byte[] BEFORE_KEY = Base64.getDecoder().decode("AAAAC3NzaC1lZDI1NTE5AAAAIA==");

    private static final int LENGTH = 32;

    private SshKeyLines() {}

    /** A key that nobody has. */
    public static String next() {
        byte[] encoded = generator().generateKeyPair().getPublic().getEncoded();
        byte[] blob = Arrays.copyOf(BEFORE_KEY, BEFORE_KEY.length + LENGTH);
        System.arraycopy(encoded, encoded.length - LENGTH, blob, BEFORE_KEY.length, LENGTH);
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob);
    }

    /** The body of a request that adds a key. */
    static String body(String name, String publicKey) {
        return "{\"name\": \"%s\", \"public_key\": \"%s\"}".formatted(name, publicKey);
    }

    private static KeyPairGenerator generator() {
        try {
            return KeyPairGenerator.getInstance("Ed25519");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
