package dev.berth.domain.account;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EllipticCurve;
import java.util.Arrays;

/** The curves of ECDSA keys: y² = x³ + ax + b, modulo a prime. All of a curve's points are in the group that is used. */
enum NistCurve {
    P256("nistp256", "secp256r1"),
    P384("nistp384", "secp384r1"),
    P521("nistp521", "secp521r1");

    private static final byte UNCOMPRESSED = 4;

    private final String sshName;
    private final EllipticCurve curve;
    private final BigInteger prime;

    NistCurve(String sshName, String javaName) {
        this.sshName = sshName;
        this.curve = curve(javaName);
        this.prime = ((ECFieldFp) curve.getField()).getP();
    }

    String sshName() {
        return sshName;
    }

    /** Whether this is a point of the curve, written without compression: 4, x, y. */
    boolean has(byte[] point) {
        int length = (prime.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
        if (point.length != 1 + 2 * length || point[0] != UNCOMPRESSED) {
            return false;
        }
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 1 + length));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 1 + length, point.length));
        BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB());
        return x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).subtract(right).mod(prime).signum() == 0;
    }

    private static EllipticCurve curve(String javaName) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(javaName));
            return parameters.getParameterSpec(ECParameterSpec.class).getCurve();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + javaName, e);
        }
    }
}
