package dev.berth.domain.account;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** Keys that ssh-keygen has made, and keys put together by hand. */
final class SshKeys {
    /** Each is a file, and has a line in {@code fingerprints.txt} that {@code ssh-keygen -l} has written. */
    static final List<String> NAMES =
            List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048", "rsa-3072", "rsa-4096");

    private SshKeys() {}

    /** The file, with the line's end. */
    static String file(String name) {
        try (InputStream file = Objects.requireNonNull(SshKeys.class.getResourceAsStream("/ssh-keys/" + name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line of a key. */
    static String line(String name) {
        return file(name + ".pub").strip();
    }

    /** What is in base64 in the line of a key. */
    static byte[] blob(String name) {
        return Base64.getDecoder().decode(line(name).split(" ", 3)[1]);
    }

    /** The line of a key with this in base64. */
    static String of(String type, byte[] blob) {
        return type + " " + Base64.getEncoder().encodeToString(blob);
    }

    /** The line of a key of these fields. */
    static String of(String type, Object... fields) {
        ByteArrayOutputStream blob = new ByteArrayOutputStream();
        for (Object field : fields) {
            byte[] bytes = bytes(field);
            blob.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            blob.writeBytes(bytes);
        }
        return of(type, blob.toByteArray());
    }

    private static byte[] bytes(Object field) {
        if (field instanceof String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        return field instanceof BigInteger number ? number.toByteArray() : (byte[]) field;
    }
}
