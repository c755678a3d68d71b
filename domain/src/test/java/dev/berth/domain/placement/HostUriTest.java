package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostUriTest {
    static List<String> at_the_limit() {
        return List.of("qemu:///" + "a".repeat(492));
    }

    static List<String> beyond_the_limit() {
        return List.of("qemu:///" + "a".repeat(493));
    }

    @ParameterizedTest
    @MethodSource("at_the_limit")
    @ValueSource(
            strings = {
                "qemu:///system",
                "qemu+ssh://root@kvm-7.example.com:2222/system?keyfile=/etc/berth/key",
                "qemu+ssh://kvm-7/system?keyfile=/etc/berth/key&known_hosts=/etc/berth/hosts;no_tty=1",
                "qemu+tls://[2001:db8::1]/system",
                "qemu+ssh://kvm_7/system", // no name that DNS would have
                "test:///default"
            })
    void it_is_a_uri_with_a_scheme(String uri) {
        assertThat(new HostUri(uri)).hasToString(uri);
    }

    @ParameterizedTest
    @MethodSource("beyond_the_limit")
    @ValueSource(
            strings = {
                "",
                "kvm-7",
                "/var/run/libvirt",
                "qemu:system",
                "qemu:///a b",
                "qemu://host/\n",
                "://",
                "qemu:///%zz"
            })
    void anything_else_is_refused(String uri) {
        DomainException refused = catchThrowableOfType(DomainException.class, () -> new HostUri(uri));
        assertThat(refused.violations()).extracting("field").containsExactly("uri");
        assertThat(refused.violations()).extracting("code").containsExactly("invalid_format");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qemu+ssh://root:secret@kvm-7/system",
                "qemu+ssh://root:secret@kvm_7/system",
                "qemu+ssh://:secret@kvm-7/system",
                "qemu+ssh://root%3Asecret@kvm-7/system",
                "esx://root:secret@[2001:db8::1]:443/?no_verify=1"
            })
    void a_password_is_refused_and_not_repeated(String uri) {
        DomainException refused = catchThrowableOfType(DomainException.class, () -> new HostUri(uri));
        assertThat(refused.violations()).extracting("code").containsExactly("invalid_value");
        assertThat(refused.detail()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "Password", "keyfile2", "pass%77ord", "%6Beyfile", ""})
    void a_parameter_that_may_hold_a_secret_is_refused_by_its_name_alone(String name) {
        for (String uri :
                List.of("qemu:///system?" + name + "=secret", "qemu:///system?no_tty=1;" + name + "=secret")) {
            DomainException refused = catchThrowableOfType(DomainException.class, () -> new HostUri(uri));
            assertThat(refused.violations()).extracting("field").containsExactly("uri");
            assertThat(refused.violations()).extracting("code").containsExactly("invalid_value");
            assertThat(refused.detail()).contains("\"" + name + "\"").doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#secret", "?no_tty=1#secret", "?secret", "?no_tty=1&secret", "?&no_tty=secret"})
    void what_follows_a_path_and_is_no_parameter_is_refused_and_not_repeated(String rest) {
        DomainException refused =
                catchThrowableOfType(DomainException.class, () -> new HostUri("qemu:///system" + rest));
        assertThat(refused.violations()).extracting("code").containsExactly("invalid_value");
        assertThat(refused.detail()).doesNotContain("secret");
    }

    @Test
    void what_cannot_be_read_is_not_repeated_either() {
        DomainException refused =
                catchThrowableOfType(DomainException.class, () -> new HostUri("qemu://root:secret @kvm-7/"));
        assertThat(refused.detail()).doesNotContain("secret");
        assertThat(refused.getCause()).isNull();
    }
}
