package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters and pages of the list. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String SERVERS = "/api/v1/servers/";

    /** With 25 servers, which no test changes. */
    private final Customer customer = BERTH.newCustomer();

    ListingTest() {
        BERTH.database().insertServers(customer.account(), 10, "us-west", "active");
        BERTH.database().insertServers(customer.account(), 5, "us-east", "stopped");
        BERTH.database().insertServers(customer.account(), 7, "us-west", "stopped");
        BERTH.database().insertServers(customer.account(), 3, "eu-central", "suspended");
        BERTH.database().insertServers(BERTH.newCustomer().account(), 4, "us-west", "active");
    }

    @Test
    void the_list_is_complete_and_in_ascending_order() {
        JsonNode list = customer.list();
        assertThat(list.get("count").intValue()).isEqualTo(25);
        assertThat(Customer.ids(list)).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertThat(list.has("next")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "?status=active, 10",
        "?status=stopped, 12",
        "?status=suspended, 3",
        "?status=provisioning, 0",
        "?status=error, 0",
        "?status=starting, 0",
        "?status=stopping, 0",
        "?status=rebooting, 0",
        "?location=us-west, 17",
        "?location=us-east, 5",
        "?location=us-west&status=stopped, 7",
        "?status=stopped&location=us-west, 7",
        "?status=active&location=us-east, 0",
        "?status=%73topped, 12"
    })
    void filters_combine(String query, int expected) {
        JsonNode list = customer.list(query);
        assertThat(list.get("count").intValue()).isEqualTo(expected);
        assertThat(Customer.ids(list)).hasSize(expected).isSorted();
    }

    @ParameterizedTest
    @CsvSource({
        "?status=deleting, status: invalid_value",
        "?status=deleted, status: invalid_value",
        "?status=ACTIVE, status: invalid_value",
        "?status=Active, status: invalid_value",
        "?status=running, status: invalid_value",
        "?status=active+, status: invalid_value",
        "'?status=active,stopped', status: invalid_value",
        "?status=, status: required",
        "?status, status: required",
        "?status=active&status=active, status: repeated",
        "?status=active&status=stopped, status: repeated",
        "?location=mars, location: not_found",
        "?location=US-WEST, location: not_found",
        "?location=, location: required",
        "?location=us-west&location=us-west, location: repeated",
        "?Status=active, Status: unknown_parameter",
        "?state=active, state: unknown_parameter",
        "?stauts=active, stauts: unknown_parameter",
        "?page=2, page: unknown_parameter",
        "?limit=0, limit: out_of_range",
        "?limit=1001, limit: out_of_range",
        "?limit=-1, limit: out_of_range",
        "?limit=1.5, limit: out_of_range",
        "?limit=1e2, limit: out_of_range",
        "?limit=ten, limit: out_of_range",
        "?limit=007, limit: out_of_range",
        "?limit=, limit: required",
        "?limit=99999999999999999999, limit: out_of_range",
        "?limit=5&limit=5, limit: repeated",
        "?cursor=, cursor: required",
        "?cursor=abc, cursor: invalid_value",
        "?cursor=%00, cursor: invalid_value",
        "?cursor=MjIgMjU, cursor: invalid_value"
    })
    void a_filter_is_never_ignored(String query, String error) {
        Answer refused = customer.api().get(SERVERS + query).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(error);
    }

    @Test
    void all_that_is_wrong_with_a_query_is_named_at_once() {
        Answer refused = customer.api()
                .get(SERVERS + "?status=x&location=&limit=0&cursor=x&other=1")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors())
                .containsExactlyInAnyOrder(
                        "status: invalid_value",
                        "location: required",
                        "limit: out_of_range",
                        "cursor: invalid_value",
                        "other: unknown_parameter");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "'', 7",
        "'', 24",
        "'', 25",
        "'', 26",
        "'', 1000",
        "status=stopped&, 5",
        "location=us-west&, 4",
        "location=us-west&status=stopped&, 7"
    })
    void a_walk_through_the_pages_is_the_full_list(String filter, int limit) {
        JsonNode full = customer.list(filter.isEmpty() ? "" : "?" + filter.substring(0, filter.length() - 1));
        List<JsonNode> walked = new ArrayList<>();
        String next = SERVERS + "?" + filter + "limit=" + limit;
        int pages = 0;
        while (next != null) {
            Answer page = customer.api().get(next).expect(200);
            assertThat(page.json().size()).isEqualTo(3);
            assertThat(page.json().get("count")).isEqualTo(full.get("count"));
            assertThat(page.json().get("results").size()).isLessThanOrEqualTo(limit);
            page.json().get("results").forEach(walked::add);
            next = page.json().get("next").textValue();
            assertThat(page.header("Link")).isEqualTo(next == null ? "" : "<" + next + ">; rel=\"next\"");
            if (next != null) {
                assertThat(next).startsWith("/api/v1/servers/?");
            }
            pages++;
        }
        assertThat(walked)
                .hasSameElementsAs(full.get("results"))
                .hasSize(full.get("results").size());
        assertThat(walked).containsExactlyElementsOf(full.get("results"));
        assertThat(pages).isEqualTo((full.get("count").intValue() + limit - 1) / limit);
    }

    @Test
    void a_cursor_alone_has_pages_of_a_hundred() {
        Customer other = BERTH.newCustomer();
        BERTH.database().insertServers(other.account(), 203, "us-west", "active");
        JsonNode first = page(other, "?limit=3");
        String cursor = first.get("next").textValue().replaceAll(".*cursor=", "");
        JsonNode second = page(other, "?cursor=" + cursor);
        assertThat(second.get("results").size()).isEqualTo(100);
        JsonNode third =
                other.api().get(second.get("next").textValue()).expect(200).json();
        assertThat(third.get("results").size()).isEqualTo(100);
        assertThat(third.get("next").isNull()).isTrue();
    }

    @Test
    void count_stays_as_of_the_first_page_and_no_server_is_skipped_or_repeated() {
        Customer other = BERTH.newCustomer();
        BERTH.database().insertServers(other.account(), 9, "us-west", "active");
        List<Long> before = Customer.ids(other.list());
        JsonNode first = page(other, "?limit=3");
        BERTH.database().insertServers(other.account(), 2, "us-west", "active");
        BERTH.database().update("UPDATE servers SET deleted = TRUE, status = 'DELETED' WHERE id = ?", before.get(1));
        BERTH.database().update("UPDATE servers SET deleted = TRUE, status = 'DELETED' WHERE id = ?", before.get(4));
        JsonNode second =
                other.api().get(first.get("next").textValue()).expect(200).json();
        assertThat(second.get("count").intValue()).isEqualTo(9);
        assertThat(Customer.ids(second)).containsExactly(before.get(3), before.get(5), before.get(6));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status=stopped&", "location=us-east&", "location=us-west&status=active&"})
    void a_cursor_is_good_for_its_own_list_only(String filter) {
        String cursor = page(customer, "?limit=2").get("next").textValue().replaceAll(".*cursor=", "");
        Answer refused =
                customer.api().get(SERVERS + "?" + filter + "cursor=" + cursor).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("cursor: invalid_value");
    }

    @Test
    void a_cursor_that_was_tampered_with_is_refused() {
        String cursor = page(customer, "?limit=2").get("next").textValue().replaceAll(".*cursor=", "");
        for (int i = 0; i < cursor.length(); i++) {
            char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
            String tampered = cursor.substring(0, i) + other + cursor.substring(i + 1);
            customer.api().get(SERVERS + "?cursor=" + tampered).expectProblem(400, "invalid_request");
        }
        customer.api().get(SERVERS + "?cursor=" + cursor + "=").expectProblem(400, "invalid_request");
        customer.api().get(SERVERS + "?cursor=" + cursor).expect(200);
    }

    @Test
    void a_cursor_of_another_account_is_refused() {
        String next = page(customer, "?limit=2").get("next").textValue();
        Answer refused = BERTH.newCustomer().api().get(next).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("cursor: invalid_value");
    }

    @Test
    void an_empty_page_has_all_its_fields() {
        assertThat(page(BERTH.newCustomer(), "?limit=10"))
                .isEqualTo(Answer.parse("{\"count\": 0, \"next\": null, \"results\": []}"));
    }

    @Test
    void a_page_shows_a_server_as_the_list_does() {
        ObjectNode page = (ObjectNode) page(customer, "?limit=1000");
        page.remove("next");
        assertThat(page).isEqualTo(customer.list());
    }

    private static JsonNode page(Customer customer, String query) {
        return customer.api().get(SERVERS + query).expect(200).json();
    }
}
