package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.error.DomainException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys as the ssh-keygen of this machine makes and reads them, if it has one. */
@Timeout(120)
class SshKeygenTest {
    private static final int SECONDS = 60;

    @TempDir
    Path folder;

    @BeforeAll
    static void requireSshKeygen() throws Exception {
        try {
            run("ssh-keygen", "-?");
        } catch (IOException e) {
            System.out.println("SshKeygenTest: skipped, as there is no ssh-keygen on the PATH");
            Assumptions.abort("no ssh-keygen on the PATH");
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048", "rsa, 3072"})
    void a_new_key_is_read_and_has_the_same_fingerprint(String type, String bits) throws Exception {
        Path file = folder.resolve("key");
        run("ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-C", "ada on a laptop", "-f", file.toString());
        String line = Files.readString(folder.resolve("key.pub"));

        SshPublicKey key = SshPublicKey.parse(line);
        assertThat(key.text()).isEqualTo(line.strip());
        assertThat(fingerprints(folder.resolve("key.pub"))).containsExactly(key.fingerprint());
        assertThat(catchRefusal(Files.readString(file)).violations().get(0).code())
                .isEqualTo("private_key");
    }

    @Test
    void what_is_accepted_of_damaged_keys_is_a_key_for_ssh_keygen_too() throws Exception {
        List<SshPublicKey> accepted = new ArrayList<>();
        for (String name : SshKeys.NAMES) {
            byte[] blob = SshKeys.blob(name);
            for (int i = 0; i < blob.length; i++) {
                byte[] changed = blob.clone();
                changed[i] ^= 2;
                try {
                    accepted.add(
                            SshPublicKey.parse(SshKeys.of(SshKeys.line(name).split(" ", 2)[0], changed)));
                } catch (DomainException refused) {
                    assertThat(refused.violations()).hasSize(1);
                }
            }
        }
        Path file = folder.resolve("accepted.pub");
        Files.write(file, accepted.stream().map(SshPublicKey::text).toList());
        assertThat(accepted).hasSizeGreaterThan(100);
        assertThat(fingerprints(file))
                .containsExactlyElementsOf(
                        accepted.stream().map(SshPublicKey::fingerprint).toList());
    }

    private static DomainException catchRefusal(String text) {
        try {
            SshPublicKey key = SshPublicKey.parse(text);
            throw new AssertionError("accepted: " + key);
        } catch (DomainException e) {
            return e;
        }
    }

    private static List<String> fingerprints(Path file) throws Exception {
        return run("ssh-keygen", "-l", "-f", file.toString())
                .lines()
                .map(line -> line.split(" ", 3)[1])
                .toList();
    }

    private static String run(String... command) throws Exception {
        Path output = Files.createTempFile("ssh-keygen", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            return Files.readString(output);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
