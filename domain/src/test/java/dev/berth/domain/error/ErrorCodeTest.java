package dev.berth.domain.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
    @ParameterizedTest
    @EnumSource
    void a_code_is_snake_case(ErrorCode code) {
        assertThat(code.wireName()).matches("[a-z]+(_[a-z]+)*").isEqualToIgnoringCase(code.name());
    }

    @Test
    void every_category_has_a_code() {
        EnumSet<ErrorCategory> used = EnumSet.noneOf(ErrorCategory.class);
        Arrays.stream(ErrorCode.values()).map(ErrorCode::category).forEach(used::add);
        assertThat(used).isEqualTo(EnumSet.allOf(ErrorCategory.class));
    }

    @Test
    void only_what_passes_by_itself_is_worth_repeating() {
        assertThat(Arrays.stream(ErrorCode.values()).filter(ErrorCode::retryable))
                .containsExactlyInAnyOrder(
                        ErrorCode.OPERATION_IN_PROGRESS, ErrorCode.NO_CAPACITY, ErrorCode.UNAVAILABLE);
    }

    @Test
    void all_invalid_fields_are_in_one_refusal() {
        DomainException refused = DomainException.invalid(List.of(
                new FieldViolation("plan_id", "not_found", "No."), new FieldViolation("os_id", "not_found", "Nor.")));
        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting(FieldViolation::field).containsExactly("plan_id", "os_id");
        assertThat(refused.detail()).isEqualTo("plan_id: No. os_id: Nor.");
        assertThat(refused.details()).isEmpty();
    }

    @Test
    void a_refusal_keeps_its_figures_whatever_becomes_of_the_callers() {
        Map<String, Object> figures = new HashMap<>(Map.of("used", 3));
        DomainException refused = new DomainException(ErrorCode.QUOTA_EXCEEDED, "Too many.", figures);
        figures.clear();
        assertThat(refused.details()).containsEntry("used", 3);
        assertThat(refused.violations()).isEmpty();
        assertThat(new DomainException(ErrorCode.INTERNAL, "Sorry.").details()).isEmpty();
    }
}
