package dev.berth.grpc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
    private static final PageToken TOKEN = new PageToken((1L << 53) - 1, 3);

    @Test
    void comes_back_as_it_was() {
        assertThat(PageToken.parse(TOKEN.format(ServerFilter.ALL), ServerFilter.ALL))
                .isEqualTo(TOKEN);
    }

    @Test
    void belongs_to_its_filter() {
        ServerFilter filter = new ServerFilter(ServerStatus.ACTIVE, new LocationCode("us-west"));
        String text = TOKEN.format(filter);
        assertThat(PageToken.parse(text, filter)).isEqualTo(TOKEN);
        assertThatThrownBy(() -> PageToken.parse(text, ServerFilter.ALL)).isInstanceOf(DomainException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "MSAy", "MSAyIDA", "====", "99999999999999999999", "ü"})
    void is_not_made_by_clients(String text) {
        assertThatThrownBy(() -> PageToken.parse(text, ServerFilter.ALL)).isInstanceOf(DomainException.class);
    }
}
