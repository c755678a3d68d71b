package dev.berth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\nb", "a\u0000", "\u0085", "\u007f"})
    void a_name_is_visible_text(String name) {
        assertThatExceptionOfType(DomainException.class).isThrownBy(() -> PlainText.requireName(name));
    }

    @Test
    void a_name_has_at_most_100_characters() {
        assertThat(PlainText.requireName("ä".repeat(100))).hasSize(100);
        assertThatExceptionOfType(DomainException.class).isThrownBy(() -> PlainText.requireName("a".repeat(101)));
    }

    @Test
    void a_refusal_names_the_field_and_its_longest_text() {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> PlainText.require("reason", " ", 500))
                .withMessage("reason: Must be 1 to 500 characters, not blank, without control characters.");
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> PlainText.requireOptional("description", "a\nb", 500))
                .withMessage("description: Must be at most 500 characters, without control characters.");
        assertThat(PlainText.requireOptional("description", "", 500)).isEmpty();
    }
}
