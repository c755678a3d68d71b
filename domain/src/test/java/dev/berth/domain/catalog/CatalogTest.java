package dev.berth.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
    static List<String> at_the_limit() {
        return List.of("a".repeat(63), "a" + "-".repeat(61) + "9");
    }

    static List<String> beyond_the_limit() {
        return List.of("a".repeat(64));
    }

    @ParameterizedTest
    @MethodSource("at_the_limit")
    @ValueSource(strings = {"us-west", "a", "7", "eu-central-1"})
    void a_location_has_a_lower_case_code(String code) {
        assertThat(new LocationCode(code)).hasToString(code);
    }

    @ParameterizedTest
    @MethodSource("beyond_the_limit")
    @ValueSource(strings = {"", "US-WEST", "us_west", "-a", "a-", "us west", "us-west\n", "ä", "a/b", "../x"})
    void what_cannot_be_a_code_is_a_location_that_is_not_there(String code) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> new LocationCode(code))
                .satisfies(refused -> {
                    assertThat(refused.violations()).extracting("field").containsExactly("location");
                    assertThat(refused.violations()).extracting("code").containsExactly("not_found");
                });
    }

    @Test
    void a_code_is_refused_in_the_words_of_what_it_is_for() {
        assertThat(LocationCode.ofNew("us-west")).isEqualTo(new LocationCode("us-west"));
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> LocationCode.ofNew("US"))
                .satisfies(refused ->
                        assertThat(refused.violations()).extracting("field").containsExactly("code"));
        assertThat(LocationCode.ofWanted("us-west")).isEqualTo(new LocationCode("us-west"));
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> LocationCode.ofWanted("US"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.LOCATION_NOT_FOUND));
    }

    @Test
    void resources_fit_when_each_of_them_does() {
        Resources wanted = new Resources(2, 4096, 80);
        assertThat(wanted.fitsInto(wanted)).isTrue();
        assertThat(wanted.fitsInto(new Resources(1, 9999, 9999))).isFalse();
        assertThat(wanted.fitsInto(new Resources(99, 4095, 9999))).isFalse();
        assertThat(wanted.fitsInto(new Resources(99, 9999, 79))).isFalse();
        assertThat(wanted.plus(wanted).minus(wanted)).isEqualTo(wanted);
    }

    @Test
    void there_is_never_less_than_nothing() {
        Resources one = new Resources(1, 1, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> one.minus(new Resources(2, 1, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Resources(0, -1, 0));
    }
}
