package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.account.Booking;
import dev.berth.domain.account.Money;
import dev.berth.domain.server.ServerId;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What is stored is written in ASCII, whatever the locale of the operator. */
@Isolated("sets the locale of the JVM")
class LocaleTest {
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void setLocale() {
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        assertThat("%d".formatted(1)).as("this locale has digits of its own").isEqualTo("\u0661");
    }

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(before);
    }

    @Test
    void addresses() {
        assertThat(Ipv4Range.parse("203.0.113.4/30").addresses()).containsExactly("203.0.113.6");
        assertThat(Ipv4Range.parse("203.0.113.4/30")).hasToString("203.0.113.4/30");
        assertThat(Ipv6Prefix.parse("2001:db8::/64").address(12)).isEqualTo("2001:db8::c");
        assertThat(Ipv6Prefix.parse("2001:db8::/64")).hasToString("2001:db8::/64");
    }

    @Test
    void the_hours_of_a_server_in_the_ledger() {
        Booking first = Booking.usage(new ServerId(17), 0, 1, Money.of("0.015"));
        assertThat(first.reference()).isEqualTo("berth:usage:17:0");
        assertThat(first.description()).isEqualTo("1 hour of server 17");
        Booking more = Booking.usage(new ServerId(17), 12, 3, Money.of("0.015"));
        assertThat(more.reference()).isEqualTo("berth:usage:17:12");
        assertThat(more.description()).isEqualTo("3 hours of server 17");
    }
}
