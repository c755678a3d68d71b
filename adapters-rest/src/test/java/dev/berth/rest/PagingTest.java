package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.port.in.PageRequest;
import dev.berth.rest.RestApi.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagingTest {
    private final RestApi api = RestApi.start();

    @BeforeEach
    void reset() {
        api.reset();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void pages_lead_through_the_whole_list_once() {
        api.servers.total = 5;
        List<Long> ids = new ArrayList<>();
        String next = "/api/v1/servers/?limit=2";
        while (next != null) {
            Answer answer = api.get(next).send();
            JsonNode page = answer.json();
            assertThat(page.get("count").longValue()).isEqualTo(5);
            page.get("results").forEach(server -> ids.add(server.get("id").longValue()));
            next = page.get("next").isNull() ? null : page.get("next").asText();
            assertThat(answer.header("link")).isEqualTo(next == null ? "" : "<" + next + ">; rel=\"next\"");
        }
        assertThat(ids).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void the_count_is_that_of_the_first_page() {
        api.servers.total = 5;
        String next = nextOf("/api/v1/servers/?limit=2");
        api.servers.total = 9;
        assertThat(api.get(next).send().json().get("count").longValue()).isEqualTo(5);
        assertThat(api.servers.page).isEqualTo(new PageRequest(2, 2, 5L));
    }

    @Test
    void the_next_page_keeps_the_filters() {
        String next = nextOf("/api/v1/servers/?limit=1&status=active&location=us-west");
        assertThat(next).startsWith("/api/v1/servers/?status=active&location=us-west&limit=1&cursor=");
        assertThat(api.get(next).send().status()).isEqualTo(200);
    }

    @Test
    void a_cursor_alone_means_pages_of_100() {
        String next = nextOf("/api/v1/servers/?limit=1");
        api.get(next.replace("limit=1&", "")).send();
        assertThat(api.servers.page).isEqualTo(new PageRequest(100, 1, 2L));
    }

    @Test
    void a_cursor_of_another_filter_is_refused() {
        String next = nextOf("/api/v1/servers/?limit=1&status=active");
        Answer answer = api.get(next.replace("status=active", "status=stopped")).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly("cursor");
        assertThat(api.get(next.replace("status=active&", "")).send().status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/servers/?limit=1", "/api/v1/account/ledger/?limit=1"})
    void a_cursor_of_another_account_is_refused(String path) {
        String next = nextOf(path);
        assertThat(api.get(next).send().status()).isEqualTo(200);
        Answer refused = api.get(next).as(FakeAccounts.OTHER).send();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().get("errors").findValuesAsText("field")).containsExactly("cursor");
    }

    @Test
    void a_cursor_that_was_tampered_with_is_refused() {
        String next = nextOf("/api/v1/servers/?limit=1");
        String cursor = next.substring(next.indexOf("cursor=") + 7);
        String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        String forged = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(plain.replaceFirst("1", "0").getBytes(StandardCharsets.UTF_8));
        for (String bad : List.of(forged, cursor + "A", cursor.substring(1), cursor + "=", "AAAA", "%21", "a+b")) {
            assertThat(api.get("/api/v1/servers/?cursor=" + bad).send().status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1000"})
    void a_limit_is_passed_on(String limit) {
        assertThat(api.get("/api/v1/servers/?limit=" + limit).send().status()).isEqualTo(200);
        assertThat(api.servers.page).isEqualTo(new PageRequest(Integer.parseInt(limit), 0, null));
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=1001, limit",
        "limit=-1, limit",
        "limit=1.0, limit",
        "limit=01, limit",
        "limit=ten, limit",
        "limit=%EF%BC%91, limit",
        "limit=99999999999999999999, limit",
        "limit=1&limit=1, limit",
        "limit=, limit",
        "limit, limit",
        "status=bogus, status",
        "status=deleting, status",
        "status=ACTIVE, status",
        "status=, status",
        "status=active&status=stopped, status",
        "location=, location",
        "location=US_WEST, location",
        "page=2, page",
        "Status=active, Status",
        "=x, x"
    })
    void a_parameter_that_is_unknown_empty_or_repeated_or_wrong_is_named(String query, String field) {
        Answer answer = api.get("/api/v1/servers/?" + query).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    @Test
    void all_wrong_parameters_are_named_at_once() {
        Answer answer = api.get("/api/v1/servers/?b=1&status=x&limit=0&a=1").send();
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly("status", "limit", "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/servers/12345/, ''",
        "PUT, /api/v1/servers/12345/, '{\"name\":\"n\",\"hostname\":\"h\",\"backups_enabled\":true}'",
        "PATCH, /api/v1/servers/12345/, {}",
        "DELETE, /api/v1/servers/12345/, ''",
        "POST, /api/v1/servers/12345/stop/, ''",
        "POST, /api/v1/servers/, '{\"name\":\"n\",\"plan_id\":1,\"os_id\":1,\"location\":\"us-west\"}'",
        "GET, /api/v1/operations/99/, ''"
    })
    void routes_without_parameters_refuse_every_one(String method, String path, String body) {
        Answer answer = api.call(method, path + "?force=true").body(body).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly("force");
        assertThat(api.servers.changes).isEmpty();
    }

    private String nextOf(String path) {
        return api.get(path).send().json().get("next").asText();
    }
}
