package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.error.FieldViolation;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("MemberName")
class SshPublicKeyTest {
    private static final String ED25519 = SshKeys.line("ed25519").replaceAll(" [^ ]*$", "");
    private static final BigInteger F4 = BigInteger.valueOf(65_537);
    private static final BigInteger MODULUS_2048 = odd(2_048);

    static List<String> names() {
        return SshKeys.NAMES;
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_key_of_every_type_is_read_as_ssh_keygen_has_written_it(String name) {
        assertThat(SshPublicKey.parse(SshKeys.file(name + ".pub")).text()).isEqualTo(SshKeys.line(name));
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_fingerprint_is_what_ssh_keygen_shows(String name) {
        String shown = SshKeys.file("fingerprints.txt")
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow();
        assertThat(SshPublicKey.parse(SshKeys.line(name)).fingerprint()).isEqualTo(shown.split(" ", 4)[2]);
    }

    @ParameterizedTest
    @MethodSource("names")
    void what_was_read_is_read_again_as_the_same(String name) {
        SshPublicKey key = SshPublicKey.parse(SshKeys.line(name));
        assertThat(SshPublicKey.parse(key.text())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(SshPublicKey.ofStored(key.text())).isEqualTo(key);
        assertThat(key).hasToString(key.text());
    }

    @Test
    void white_space_is_one_space_between_the_parts_and_none_around_them() {
        String base64 = ED25519.split(" ", 2)[1];
        assertThat(SshPublicKey.parse("\n \tssh-ed25519 \t " + base64 + "\t  ada on  a laptop \r\n")
                        .text())
                .isEqualTo(ED25519 + " ada on  a laptop");
        assertThat(SshPublicKey.parse(ED25519 + " \u2003 ada").text()).isEqualTo(ED25519 + " ada");
        assertThat(SshPublicKey.parse("  " + ED25519 + "  ").text()).isEqualTo(ED25519);
    }

    @Test
    void a_comment_makes_another_text_and_the_same_fingerprint() {
        SshPublicKey plain = SshPublicKey.parse(ED25519);
        SshPublicKey commented = SshPublicKey.parse(ED25519 + " ada");
        assertThat(commented).isNotEqualTo(plain);
        assertThat(commented.fingerprint()).isEqualTo(plain.fingerprint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ssh-rsa AAAA", "Jürgen 🚀", "#", "\"no-pty\""})
    void a_comment_is_whatever_can_be_seen(String comment) {
        assertThat(SshPublicKey.parse(ED25519 + " " + comment).text()).isEqualTo(ED25519 + " " + comment);
    }

    static List<String> bad_comments() {
        return List.of("a".repeat(256), "a\tb", "a\u0000b", "a\u001b[31m", "a\u007f", "a\u009bb", "a\ud83d", "\ude80a");
    }

    @ParameterizedTest
    @MethodSource("bad_comments")
    void a_comment_with_anything_else_or_too_long_is_refused(String comment) {
        assertThat(refused(ED25519 + " " + comment).message()).startsWith("The comment must be");
        assertThat(SshPublicKey.parse(ED25519 + " " + "a".repeat(255)).text()).hasSize(ED25519.length() + 256);
    }

    static List<String> no_single_lines() {
        String two = ED25519 + " ada\n" + ED25519;
        return List.of(
                "",
                " ",
                "ssh-ed25519",
                "AAAA",
                two,
                two.replace('\n', '\r'),
                two.replace('\n', '\u0085'),
                two.replace('\n', '\u2028'),
                ED25519 + " ada\nssh-rsa AAAA eve",
                ED25519.replace(" ", "\n"),
                ED25519 + " " + "a".repeat(SshPublicKey.MAX_LENGTH));
    }

    @ParameterizedTest
    @MethodSource("no_single_lines")
    void it_is_one_line(String text) {
        assertThat(refused(text).message()).startsWith("Must be one line of at most 8192 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-dss AAAAB3NzaC1kc3M= ada",
                "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t ada",
                "sk-ecdsa-sha2-nistp256@openssh.com AAAA ada",
                "ssh-ed25519-cert-v01@openssh.com AAAA ada",
                "rsa-sha2-512 AAAA ada",
                "ssh-ed448 AAAA",
                "SSH-ED25519 AAAA",
                "no-pty ssh-ed25519 AAAA",
                "command=\"/bin/true\" ssh-rsa AAAA",
                "# ssh-rsa",
                "2048 65537 1234567890",
                "\ufeffssh-ed25519 AAAA"
            })
    void a_key_of_another_type_is_refused_with_those_that_are_not(String text) {
        FieldViolation refused = refused(text);
        assertThat(refused.code()).isEqualTo("unsupported_type");
        assertThat(refused.message())
                .startsWith("Must be a key of the type ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384,"
                        + " ecdsa-sha2-nistp521 or ssh-rsa.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-----BEGIN OPENSSH PRIVATE KEY-----\nSECRET\n-----END OPENSSH PRIVATE KEY-----\n",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nSECRET",
                "-----BEGIN EC PRIVATE KEY----- SECRET",
                "-----BEGIN PRIVATE KEY-----\\nSECRET",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\r\nSECRET",
                "  \n-----BEGIN PRIVATE KEY-----",
                "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nSECRET",
                "Bag Attributes\n-----BEGIN PRIVATE KEY-----\nSECRET",
                "PuTTY-User-Key-File-3: ssh-ed25519\nSECRET",
                "b3BlbnNzaC1rZXktdjEAAAAABG5vbmU SECRET",
                "ssh-rsa b3BlbnNzaC1rZXktdjEAAAAABG5vbmU SECRET"
            })
    void a_private_key_is_known_as_one_and_not_repeated(String text) {
        FieldViolation refused = refused(text);
        assertThat(refused.code()).isEqualTo("private_key");
        assertThat(refused.message()).startsWith("This is a private key.").doesNotContain("SECRET", "BEGIN");
        assertThat(refused(text + "S".repeat(SshPublicKey.MAX_LENGTH)).code()).isEqualTo("private_key");
    }

    static Stream<String> damaged() {
        byte[] ed25519 = SshKeys.blob("ed25519");
        byte[] point = Arrays.copyOfRange(SshKeys.blob("ecdsa-256"), 39, 104);
        BigInteger prime256 = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
        return Stream.of(
                // no base64, or not the one form of it
                "ssh-ed25519 !",
                "ssh-ed25519 A",
                "ssh-ed25519 AAAA====",
                ED25519.substring(0, ED25519.length() - 1) + "=",
                ED25519.replace("AAAAC3", "AAAA-3"),
                ED25519.replace("AAAAC3", "AAAA C3"),
                ED25519 + "\u2003ada",
                SshKeys.line("ecdsa-256").replaceAll("= .*", ""), // without its padding
                SshKeys.line("ecdsa-256").replaceAll("4= .*", "5="), // bits that stand for nothing
                // fields that are not there, too long or too many
                "ssh-ed25519 " + "AA==",
                "ssh-ed25519 " + "AAAAAA==",
                SshKeys.of("ssh-ed25519", "ssh-ed25519"),
                SshKeys.of("ssh-ed25519", new byte[] {-1, -1, -1, -1, 0}),
                SshKeys.of("ssh-ed25519", new byte[] {127, -1, -1, -1, 0}),
                SshKeys.of("ssh-ed25519", Arrays.copyOf(ed25519, ed25519.length - 1)),
                SshKeys.of("ssh-ed25519", Arrays.copyOf(ed25519, ed25519.length + 1)),
                SshKeys.of("ssh-ed25519", "ssh-ed25519", new byte[31]),
                SshKeys.of("ssh-ed25519", "ssh-ed25519", new byte[33]),
                SshKeys.of("ssh-ed25519", "ssh-ed25519", new byte[32], new byte[0]),
                // another type within
                SshKeys.of("ssh-rsa", ed25519),
                SshKeys.of("ssh-ed25519", "ssh-ed2551", new byte[32]),
                SshKeys.of("ssh-ed25519", "ssh-ed25519 ", new byte[32]),
                SshKeys.of("ecdsa-sha2-nistp384", SshKeys.blob("ecdsa-256")),
                // another curve, no point of it, or not its one form
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp384", point),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "secp256r1", point),
                SshKeys.of("ecdsa-sha2-nistp384", "ecdsa-sha2-nistp384", "nistp384", point),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", flipped(point, 64)),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", new byte[65]),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", new byte[] {0}),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", new byte[0]),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", compressed(point)),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", hybrid(point)),
                SshKeys.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp256", "nistp256", beyond(prime256)),
                // numbers that are none, or not in their one form
                SshKeys.of("ssh-rsa", "ssh-rsa", F4),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, new byte[0]),
                SshKeys.of("ssh-rsa", "ssh-rsa", new byte[0], MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, BigInteger.ZERO),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, MODULUS_2048.negate()),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, padded(MODULUS_2048)),
                SshKeys.of("ssh-rsa", "ssh-rsa", padded(F4), MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, MODULUS_2048.clearBit(0)),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, MODULUS_2048, BigInteger.ONE),
                SshKeys.of("ssh-rsa", "ssh-rsa", BigInteger.ONE, MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", BigInteger.TWO, MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", BigInteger.valueOf(-3), MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", BigInteger.valueOf(65_538), MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", odd(65), MODULUS_2048));
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void what_is_not_wholly_a_key_of_its_type_is_refused(String text) {
        FieldViolation refused = refused(text);
        assertThat(refused.code()).isEqualTo("invalid_format");
        assertThat(refused.message()).startsWith("Must be a whole key");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 1_024, 2_047, 16_385, 40_000})
    void an_rsa_key_that_is_too_small_or_too_large_is_told_its_size(int bits) {
        FieldViolation refused = refused(SshKeys.of("ssh-rsa", "ssh-rsa", F4, odd(bits)));
        assertThat(refused.code()).isEqualTo("out_of_range");
        assertThat(refused.message())
                .isEqualTo("An RSA key must have 2048 to 16384 bits; this one has %d.".formatted(bits));
    }

    @Test
    void an_rsa_key_that_ssh_keygen_made_too_small_is_refused() {
        assertThat(refused(SshKeys.line("rsa-1024")).code()).isEqualTo("out_of_range");
    }

    static List<String> at_the_limits() {
        return List.of(
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", F4, odd(16_384)),
                SshKeys.of("ssh-rsa", "ssh-rsa", BigInteger.valueOf(3), MODULUS_2048),
                SshKeys.of("ssh-rsa", "ssh-rsa", odd(64), MODULUS_2048));
    }

    @ParameterizedTest
    @MethodSource("at_the_limits")
    void an_rsa_key_within_the_limits_is_read(String line) {
        assertThat(SshPublicKey.parse(line).text()).isEqualTo(line);
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_key_that_is_cut_off_is_refused_wherever_that_is(String name) {
        String line =
                SshKeys.line(name).split(" ", 3)[0] + " " + SshKeys.line(name).split(" ", 3)[1];
        for (int length = 0; length < line.length(); length++) {
            refused(line.substring(0, length));
        }
        byte[] blob = SshKeys.blob(name);
        for (int length = 0; length < blob.length; length++) {
            refused(SshKeys.of(line.split(" ", 2)[0], Arrays.copyOf(blob, length)));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_key_in_which_a_bit_has_changed_is_refused_or_another_key_of_its_type(String name) {
        SshPublicKey sound = SshPublicKey.parse(SshKeys.line(name));
        String type = SshKeys.line(name).split(" ", 2)[0];
        byte[] blob = SshKeys.blob(name);
        int header = Integer.BYTES + type.length() + Integer.BYTES;
        for (int bit = 0; bit < blob.length * Byte.SIZE; bit++) {
            byte[] changed = blob.clone();
            changed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            String line = SshKeys.of(type, changed);
            if (bit / Byte.SIZE < header || name.startsWith("ecdsa")) {
                refused(line);
            } else {
                unlessRefused(line, key -> {
                    assertThat(key.text()).isEqualTo(line);
                    assertThat(key.fingerprint()).isNotEqualTo(sound.fingerprint());
                });
            }
        }
    }

    @Property(tries = 2_000)
    void no_change_to_a_line_is_repaired_in_silence(
            @ForAll("names") String name, @ForAll int at, @ForAll char replacement) {
        StringBuilder line = new StringBuilder(SshKeys.line(name));
        line.setCharAt(Math.floorMod(at, line.length()), replacement);
        unlessRefused(line.toString(), key -> {
            List<String> sent = List.of(line.toString().strip().split("[ \t]+", 3));
            assertThat(key.text().split(" ", 3)[0]).isEqualTo(sent.get(0));
            assertThat(key.text().split(" ", 3)[1]).isEqualTo(sent.get(1));
        });
    }

    @Property
    void whatever_is_sent_it_is_read_or_refused(@ForAll("texts") String text) {
        unlessRefused(text, key -> assertThat(SshPublicKey.parse(key.text())).isEqualTo(key));
    }

    @Property
    void whatever_fields_a_key_has_it_is_read_or_refused(
            @ForAll("types") String type, @ForAll("fields") List<byte[]> fields) {
        Object[] all = Stream.concat(Stream.of(type), fields.stream()).toArray();
        unlessRefused(
                SshKeys.of(type, all),
                key -> assertThat(SshPublicKey.parse(key.text())).isEqualTo(key));
    }

    @Provide
    Arbitrary<String> types() {
        return Arbitraries.of(SshKeyType.class).map(SshKeyType::wireName);
    }

    @Provide
    Arbitrary<List<byte[]>> fields() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(600).list().ofMaxSize(4);
    }

    @Provide("names")
    Arbitrary<String> everyName() {
        return Arbitraries.of(SshKeys.NAMES);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> parts = Arbitraries.oneOf(
                types(),
                Arbitraries.of(" ", "\t", "\n", "AAAA", "=", ED25519, "ssh-", "\ud83d", "-----BEGIN "),
                Arbitraries.strings().ofMaxLength(20));
        return parts.list().ofMaxSize(6).map(list -> String.join("", list));
    }

    private interface Check {
        void on(SshPublicKey key);
    }

    private static void unlessRefused(String line, Check check) {
        SshPublicKey key;
        try {
            key = SshPublicKey.parse(line);
        } catch (DomainException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            return;
        }
        check.on(key);
    }

    private static FieldViolation refused(String text) {
        DomainException refused = catchThrowableOfType(DomainException.class, () -> SshPublicKey.parse(text));
        assertThat(refused).as(text).isNotNull();
        assertThat(refused.violations()).hasSize(1);
        assertThat(refused.violations().get(0).field()).isEqualTo("public_key");
        return refused.violations().get(0);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= 1;
        return flipped;
    }

    private static byte[] compressed(byte[] point) {
        byte[] compressed = Arrays.copyOf(point, 33);
        compressed[0] = (byte) (2 + (point[64] & 1));
        return compressed;
    }

    private static byte[] hybrid(byte[] point) {
        byte[] hybrid = point.clone();
        hybrid[0] = (byte) (6 + (point[64] & 1));
        return hybrid;
    }

    /** The point whose x is 5, written with 5 more than the prime. */
    private static byte[] beyond(BigInteger prime) {
        BigInteger b = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
        BigInteger x = BigInteger.valueOf(5);
        BigInteger square =
                x.pow(3).subtract(x.multiply(BigInteger.valueOf(3))).add(b).mod(prime);
        BigInteger y = square.modPow(prime.add(BigInteger.ONE).shiftRight(2), prime);
        assertThat(y.modPow(BigInteger.TWO, prime)).as("there is such a point").isEqualTo(square);
        byte[] point = new byte[65];
        point[0] = 4;
        put(x.add(prime), point, 33);
        put(y, point, 65);
        return point;
    }

    private static void put(BigInteger number, byte[] bytes, int end) {
        byte[] digits = number.toByteArray();
        int length = Math.min(digits.length, 32);
        System.arraycopy(digits, digits.length - length, bytes, end - length, length);
    }

    private static byte[] padded(BigInteger number) {
        byte[] digits = number.toByteArray();
        byte[] padded = new byte[digits.length + 1];
        System.arraycopy(digits, 0, padded, 1, digits.length);
        return padded;
    }
}
