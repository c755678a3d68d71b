package dev.berth.application.port.in;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.server.ServerFilter;
import dev.berth.domain.server.ServerStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagePositionTest {
    private static final AccountId ACCOUNT = new AccountId(7);
    private static final PagePosition POSITION = new PagePosition((1L << 53) - 1, 3);

    @Test
    void it_comes_back_as_it_was() {
        assertThat(PagePosition.parse(POSITION.format(ACCOUNT, ServerFilter.ALL), ACCOUNT, ServerFilter.ALL))
                .contains(POSITION);
    }

    @Test
    void it_belongs_to_its_filter() {
        ServerFilter filter = new ServerFilter(ServerStatus.ACTIVE, new LocationCode("us-west"));
        String text = POSITION.format(ACCOUNT, filter);
        assertThat(PagePosition.parse(text, ACCOUNT, filter)).contains(POSITION);
        assertThat(PagePosition.parse(text, ACCOUNT, ServerFilter.ALL)).isEmpty();
    }

    @Test
    void it_belongs_to_its_account() {
        String text = POSITION.format(ACCOUNT, ServerFilter.ALL);
        assertThat(PagePosition.parse(text, new AccountId(8), ServerFilter.ALL)).isEmpty();
        assertThat(PagePosition.parse(text, null, ServerFilter.ALL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "MSAy", "MSAyIDA", "====", "99999999999999999999", "ü"})
    void it_is_not_made_by_clients(String text) {
        assertThat(PagePosition.parse(text, ACCOUNT, ServerFilter.ALL)).isEmpty();
    }
}
