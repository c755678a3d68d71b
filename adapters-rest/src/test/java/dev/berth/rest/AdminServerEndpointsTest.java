package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.application.port.in.PageRequest;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.placement.HostId;
import dev.berth.domain.server.AdminServerFilter;
import dev.berth.domain.server.ServerStatus;
import dev.berth.rest.RestApi.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdminServerEndpointsTest {
    private static final String SERVERS = "/api/v1/admin/servers/";
    private static final String KNOWN = SERVERS + "12345/";

    private static final String FIELDS = "\"id\":12345,\"name\":\"web-server-01\",\"hostname\":\"web01.example.com\","
            + "\"status\":\"suspended\",\"ip_address\":\"203.0.113.10\",\"ipv6_address\":\"2001:db8::1\","
            + "\"location\":\"us-west\",\"plan\":{\"id\":1,\"name\":\"Standard VPS\",\"vcpus\":2,\"memory\":4096,"
            + "\"storage\":80,\"bandwidth\":2048},\"os\":{\"id\":5,\"name\":\"Ubuntu 22.04 LTS\"},"
            + "\"backups_enabled\":true,\"resource_usage\":{\"cpu_percent\":0.0,\"memory_used\":0,\"disk_used\":35,"
            + "\"bandwidth_used\":450},\"created_at\":\"2025-01-10T14:30:00Z\",\"updated_at\":\"2025-01-15T10:20:00Z\","
            + "\"account_id\":7,\"host_id\":1,\"holds\":[{\"kind\":\"operator\",\"actor\":\"ci\",\"reason\":\"abuse\","
            + "\"since\":\"2025-01-15T10:20:00Z\"}]";

    private final RestApi api = RestApi.start();

    @BeforeEach
    void reset() {
        api.reset();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {KNOWN, "/api/v1/admin/servers/12345"})
    void an_operator_sees_what_the_account_sees_and_whose_it_is_and_who_holds_it(String path) {
        Answer answer = send("GET", path, "");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{" + FIELDS + "}");
    }

    @Test
    void a_change_that_begins_an_operation_says_where_to_follow_it() {
        api.administration.operation = Samples.operation(99, OperationKind.SUSPEND);
        Answer answer = send("POST", KNOWN + "suspend/", "{\"reason\": \"abuse\"}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{" + FIELDS + ",\"operation_id\":99}");
        assertThat(answer.header("operation-location")).isEqualTo("/api/v1/operations/99/");
        assertThat(api.administration.changes).containsExactly("abuse");
        assertThat(api.administration.actor.name()).isEqualTo("ci");
        assertThat(api.administration.actor.requestId()).isEqualTo(answer.header("x-request-id"));
    }

    @ParameterizedTest
    @CsvSource({"unsuspend, RESUME", "reset, RESET"})
    void a_change_that_begins_nothing_says_so(String verb, OperationKind asked) {
        for (String body : new String[] {"", "{}"}) {
            api.reset();
            Answer answer = send("POST", KNOWN + verb + "/", body);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{" + FIELDS + ",\"operation_id\":null}");
            assertThat(answer.header("operation-location")).isEmpty();
            assertThat(api.administration.changes).containsExactly(asked);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                  | reason | required",
                "{\"reason\": \"\"}                    | reason | invalid_format",
                "{\"reason\": \" \"}                   | reason | invalid_format",
                "{\"reason\": \"a\\u0007b\"}           | reason | invalid_format",
                "{\"reason\": null}                  | reason | invalid_type",
                "{\"reason\": 1}                     | reason | invalid_type",
                "{\"reason\": \"abuse\", \"until\": 1} | until  | unknown_field"
            })
    void a_suspension_needs_a_reason_and_nothing_else(String body, String field, String code) {
        Answer answer = send("POST", KNOWN + "suspend/", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors")).hasSize(1);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(api.administration.changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsuspend", "reset"})
    void the_other_changes_take_no_body(String verb) {
        Answer answer = send("POST", KNOWN + verb + "/", "{\"reason\": \"why\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo("unknown_field");
        assertThat(api.administration.changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "abc", "0", "-1", "9007199254740992"})
    void a_server_that_is_not_there_is_a_404(String id) {
        for (String[] request : new String[][] {
            {"GET", "", ""},
            {"POST", "suspend/", "{\"reason\": \"abuse\"}"},
            {"POST", "unsuspend/", ""},
            {"POST", "reset/", ""}
        }) {
            Answer answer = send(request[0], SERVERS + id + "/" + request[1], request[2]);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("server_not_found");
        }
    }

    @Test
    void the_list_is_paged_whether_a_page_was_asked_for_or_not() {
        Answer all = send("GET", SERVERS, "");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.body()).isEqualTo("{\"count\":2,\"next\":null,\"results\":[{" + FIELDS + "},{" + FIELDS + "}]}");
        assertThat(api.administration.filter).isEqualTo(new AdminServerFilter(null, null, null));
        assertThat(api.administration.page).isEqualTo(new PageRequest(100, 0, null));

        String query = "?account_id=7&host_id=3&status=suspended&limit=1";
        JsonNode first = send("GET", SERVERS + query, "").json();
        assertThat(api.administration.filter)
                .isEqualTo(new AdminServerFilter(new AccountId(7), new HostId(3), ServerStatus.SUSPENDED));
        String next = first.get("next").asText();
        assertThat(next).startsWith(SERVERS + "?account_id=7&host_id=3&status=suspended&limit=1&cursor=");
        send("GET", next, "");
        assertThat(api.administration.page).isEqualTo(new PageRequest(1, 12345, 2L));
        assertThat(send("GET", next.replace("host_id=3", "host_id=4"), "").status())
                .as("the cursor of another list")
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "account_id=0, account_id, invalid_format",
        "account_id=x, account_id, invalid_format",
        "host_id=, host_id, required",
        "host_id=1&host_id=2, host_id, repeated",
        "status=deleting, status, invalid_value",
        "location=us-west, location, unknown_parameter"
    })
    void a_filter_that_is_not_understood_is_refused(String query, String field, String code) {
        Answer answer = send("GET", SERVERS + "?" + query, "");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(api.administration.filter).isNull();
    }

    @Test
    void a_customer_is_not_an_operator() {
        Answer answer = api.get(KNOWN).send();
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("missing_scope");
    }

    private Answer send(String method, String path, String body) {
        return api.call(method, path).as(FakeAccounts.OPERATOR).body(body).send();
    }
}
