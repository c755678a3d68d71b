package dev.berth.domain.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    static List<String> long_names() {
        return List.of("a".repeat(63), "a" + "-".repeat(61) + "a");
    }

    static List<String> long_hostnames() {
        String label = "a".repeat(63);
        return List.of(
                label + "." + label + "." + label + "." + "a".repeat(61), // 253
                "a.".repeat(126) + "a");
    }

    static List<String> too_long_hostnames() {
        String label = "a".repeat(63);
        return List.of(
                label + "." + label + "." + label + "." + "a".repeat(62), // 254
                "a".repeat(64) + ".example.com",
                "a.".repeat(126) + "aa",
                "a".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("long_names")
    @ValueSource(strings = {"a", "Z", "7", "web-server-01", "a--b", "1-2", "xn--nxasmq6b"})
    void a_name_is_letters_digits_and_hyphens_within(String text) {
        assertThat(new ServerName(text).value()).isEqualTo(text);
        assertThat(Hostname.of(new ServerName(text)).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "a.b",
                "a_b",
                "a b",
                " a",
                "a ",
                "a\n",
                "\na",
                "a\u0000",
                "ä",
                "а",
                "１",
                "web\u200bserver",
                "a/b",
                "\uD83D\uDE00"
            })
    void anything_else_is_no_name(String text) {
        refuses(ServerName::new, text, "name");
    }

    @ParameterizedTest
    @MethodSource("long_hostnames")
    @ValueSource(strings = {"a", "web01.example.com", "WEB.Example.COM", "1.2.3.4", "a-b.c-d", "0"})
    void a_hostname_is_labels_and_dots_between(String text) {
        assertThat(new Hostname(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("too_long_hostnames")
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.b",
                "a-.b",
                "a.-b",
                "a.b-",
                "a_b.c",
                "a b",
                "a\n",
                "a.b\n",
                "ä.de",
                "a.\u3002",
                "*.example.com"
            })
    void anything_else_is_no_hostname(String text) {
        refuses(Hostname::new, text, "hostname");
    }

    @Provide
    Arbitrary<String> labels() {
        Arbitrary<String> ends =
                Arbitraries.strings().withChars(LETTERS_AND_DIGITS).ofLength(1);
        Arbitrary<String> within =
                Arbitraries.strings().withChars(LETTERS_AND_DIGITS + "-").ofMaxLength(61);
        return ends.flatMap(first -> within.flatMap(middle -> ends.map(last -> first + middle + last)));
    }

    @Property
    @SuppressWarnings("MemberName")
    void every_label_is_a_name_and_a_hostname(@ForAll("labels") String label) {
        assertThat(new ServerName(label).toString()).isEqualTo(label);
        assertThat(new Hostname(label + ".example").toString()).isEqualTo(label + ".example");
    }

    @Property
    @SuppressWarnings("MemberName")
    void a_text_is_a_name_exactly_when_a_plain_reading_of_the_rule_says_so(@ForAll String text) {
        boolean allowed = !text.isEmpty()
                && text.length() <= 63
                && text.chars().allMatch(c -> LETTERS_AND_DIGITS.indexOf(c) >= 0 || c == '-')
                && !text.startsWith("-")
                && !text.endsWith("-");
        if (allowed) {
            assertThat(new ServerName(text).value()).isEqualTo(text);
        } else {
            refuses(ServerName::new, text, "name");
        }
    }

    private static void refuses(Function<String, Object> maker, String text, String field) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> maker.apply(text))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(refused.violations()).extracting("field").containsExactly(field);
                    assertThat(refused.violations()).extracting("code").containsExactly("invalid_format");
                });
    }
}
