package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresUrlTest {
    private static final String SESSION =
            "options=-c%20statement_timeout=2s%20-c%20idle_in_transaction_session_timeout=5s";

    @Test
    void every_wait_is_bounded() {
        assertThat(PostgresUrl.bounded("jdbc:postgresql://a:5432,b:5432/berth"))
                .isEqualTo(
                        "jdbc:postgresql://a:5432,b:5432/berth?ApplicationName=berth&connectTimeout=2&socketTimeout=3"
                                + "&tcpKeepAlive=true&" + SESSION);
    }

    @Test
    void what_the_operator_says_is_kept() {
        assertThat(PostgresUrl.bounded("jdbc:postgresql://a/berth?socketTimeout=30&targetServerType=primary"))
                .isEqualTo("jdbc:postgresql://a/berth?socketTimeout=30&targetServerType=primary&ApplicationName=berth"
                        + "&connectTimeout=2&tcpKeepAlive=true&" + SESSION);
    }

    @Test
    void options_of_the_operators_are_added_to_but_not_overruled() {
        assertThat(PostgresUrl.bounded("jdbc:postgresql://a/berth?options=-c%20search_path=berth&ssl=true"))
                .contains("?options=-c%20search_path=berth%20-c%20statement_timeout=2s"
                        + "%20-c%20idle_in_transaction_session_timeout=5s&ssl=true");
        assertThat(PostgresUrl.bounded("jdbc:postgresql://a/berth?options=-c%20statement_timeout=10s"))
                .contains("?options=-c%20statement_timeout=10s%20-c%20idle_in_transaction_session_timeout=5s&")
                .doesNotContain("statement_timeout=2s");
    }
}
