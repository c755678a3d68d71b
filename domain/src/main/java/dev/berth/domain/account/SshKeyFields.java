package dev.berth.domain.account;

import java.math.BigInteger;
import java.nio.ByteBuffer;

/** Reads what is in an SSH key, one field after the other, as RFC 4251 5 encodes it: four bytes of length before each. */
final class SshKeyFields {
    private final ByteBuffer bytes;

    SshKeyFields(byte[] blob) {
        this.bytes = ByteBuffer.wrap(blob);
    }

    byte[] string() {
        if (bytes.remaining() < Integer.BYTES) {
            throw SshPublicKey.damaged();
        }
        int length = bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw SshPublicKey.damaged();
        }
        byte[] string = new byte[length];
        bytes.get(string);
        return string;
    }

    /** In two's complement, as short as it can be: one number has one form. */
    BigInteger positiveNumber() {
        byte[] sent = string();
        BigInteger number = sent.length == 0 ? BigInteger.ZERO : new BigInteger(sent);
        if (number.signum() <= 0 || number.toByteArray().length != sent.length) {
            throw SshPublicKey.damaged();
        }
        return number;
    }

    boolean areRead() {
        return !bytes.hasRemaining();
    }
}
