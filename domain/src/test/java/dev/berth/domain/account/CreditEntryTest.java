package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import dev.berth.domain.server.ServerId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreditEntryTest {
    @ParameterizedTest
    @ValueSource(strings = {"berth:", "berth:usage:17:0", "berth:anything"})
    void an_operators_reference_is_none_of_berths_own(String reference) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> CreditEntry.requireReference(reference))
                .satisfies(refused -> assertThat(refused.violations())
                        .extracting(FieldViolation::field, FieldViolation::code)
                        .containsExactly(tuple("reference", "invalid_value")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoice 7", "berth", "Berth:1", "x berth:"})
    void any_other_visible_text_is_a_reference(String reference) {
        assertThat(CreditEntry.requireReference(reference)).isEqualTo(reference);
    }

    @Test
    void payments_only_give_and_revenue_only_gets() {
        ServerId server = new ServerId(17);
        for (Money amount : List.of(Money.ZERO, Money.of("-0.0001"))) {
            assertThatIllegalArgumentException().isThrownBy(() -> Booking.topUp(amount, "invoice-7", ""));
            assertThatIllegalArgumentException().isThrownBy(() -> Booking.usage(server, 0, 1, amount));
        }
        assertThat(Booking.topUp(Money.of("0.0001"), "invoice-7", "").amount()).isEqualTo(Money.of("0.0001"));
        assertThat(Booking.usage(server, 0, 1, Money.of("0.0001")).amount()).isEqualTo(Money.of("-0.0001"));
    }

    @Test
    void every_kind_of_entry_has_its_book_and_its_name() {
        assertThat(EntryKind.TOP_UP.counterpart()).isEqualTo(Book.PAYMENTS);
        assertThat(EntryKind.USAGE.counterpart()).isEqualTo(Book.REVENUE);
        assertThat(EntryKind.values()).extracting(EntryKind::wireName).containsExactly("top_up", "usage");
    }
}
