package dev.berth.domain.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets the locale of the JVM")
class LocaleTest {
    @Test
    void addresses_are_written_in_ascii_whatever_the_locale_of_the_operator() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertThat("%d".formatted(1))
                    .as("this locale has digits of its own")
                    .isEqualTo("\u0661");
            assertThat(Ipv4Range.parse("203.0.113.4/30").addresses()).containsExactly("203.0.113.6");
            assertThat(Ipv4Range.parse("203.0.113.4/30")).hasToString("203.0.113.4/30");
            assertThat(Ipv6Prefix.parse("2001:db8::/64").address(12)).isEqualTo("2001:db8::c");
            assertThat(Ipv6Prefix.parse("2001:db8::/64")).hasToString("2001:db8::/64");
        } finally {
            Locale.setDefault(before);
        }
    }
}
