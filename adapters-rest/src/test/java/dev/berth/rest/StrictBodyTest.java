package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.rest.RestApi.Answer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrictBodyTest {
    private static final String VALID = "{\"name\":\"n\",\"plan_id\":1,\"os_id\":5,\"location\":\"us-west\"}";

    private final RestApi api = RestApi.start();

    @BeforeEach
    void reset() {
        api.reset();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    static Stream<Arguments> refusedCreates() {
        return Stream.of(
                refused("", "body", "required"),
                refused("   ", "body", "invalid_type"),
                refused("null", "body", "invalid_type"),
                refused("[]", "body", "invalid_type"),
                refused("\"x\"", "body", "invalid_type"),
                refused("{", "body", "invalid_json"),
                refused("{'name':1}", "body", "invalid_json"),
                refused("{\"name\":\"n\",}", "body", "invalid_json"),
                refused("{\"a\":NaN}", "body", "invalid_json"),
                refused("{\"a\":01}", "body", "invalid_json"),
                refused("{/**/}", "body", "invalid_json"),
                refused(VALID + "x", "body", "invalid_json"),
                refused(VALID + VALID, "body", "invalid_json"),
                refused("\uFEFF" + VALID, "body", "invalid_json"),
                refused("[".repeat(60_000), "body", "invalid_json"),
                refused("{\"a\":".repeat(10_000), "body", "invalid_json"),
                refused("{\"plan_id\":" + "9".repeat(5000) + "}", "body", "invalid_json"),
                refused(with("\"name\":\"m\""), "name", "duplicate_field"),
                refused(with("\"x\":{\"y\":1,\"y\":2}"), "y", "duplicate_field"),
                refused(with("\"nmae\":\"m\""), "nmae", "unknown_field"),
                refused(with("\"\":1"), "", "unknown_field"),
                refused(with("\"\\ud800\":1"), "?", "unknown_field"),
                refused(with("\"\\ud800\":1,\"\\ud800\":1"), "?", "duplicate_field"),
                refused(VALID.replace("\"n\"", "7"), "name", "invalid_type"),
                refused(VALID.replace("\"n\"", "null"), "name", "invalid_type"),
                refused(VALID.replace("\"n\"", "[\"n\"]"), "name", "invalid_type"),
                refused(VALID.replace("\"n\"", "\"\""), "name", "invalid_format"),
                refused(VALID.replace("\"n\"", "\"-n\""), "name", "invalid_format"),
                refused(VALID.replace("\"n\"", "\"n\\u0000\""), "name", "invalid_format"),
                refused(VALID.replace("\"n\"", "\"\\ud800\""), "name", "invalid_format"),
                refused(VALID.replace("\"n\"", "\"" + "n".repeat(64) + "\""), "name", "invalid_format"),
                refused(VALID.replace(":1,", ":\"1\","), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":1.0,"), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":1e0,"), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":true,"), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":[1],"), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":null,"), "plan_id", "invalid_type"),
                refused(VALID.replace(":1,", ":0,"), "plan_id", "out_of_range"),
                refused(VALID.replace(":1,", ":-1,"), "plan_id", "out_of_range"),
                refused(VALID.replace(":1,", ":9007199254740992,"), "plan_id", "out_of_range"),
                refused(VALID.replace(":1,", ":18446744073709551617,"), "plan_id", "out_of_range"),
                refused(VALID.replace(":1,", ":1e999999999,"), "plan_id", "invalid_type"),
                refused(VALID.replace("us-west", "US WEST"), "location", "not_found"),
                refused(VALID.replace("\"location\"", "\"Location\""), "location", "required"),
                refused(with("\"hostname\":\"a..b\""), "hostname", "invalid_format"),
                refused(with("\"hostname\":\"\""), "hostname", "invalid_format"),
                refused(with("\"ssh_key_id\":\"1\""), "ssh_key_id", "invalid_type"),
                refused(with("\"ssh_key_id\":0"), "ssh_key_id", "out_of_range"),
                refused(with("\"backups_enabled\":1"), "backups_enabled", "invalid_type"),
                refused(with("\"backups_enabled\":\"true\""), "backups_enabled", "invalid_type"));
    }

    @ParameterizedTest
    @MethodSource("refusedCreates")
    void a_create_that_is_not_exactly_right_is_refused_with_its_place(String body, String field, String code) {
        Answer answer = api.post("/api/v1/servers/").body(body).send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid_request");
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
        assertThat(answer.json().at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(answer.json().at("/errors/0/message").asText()).isNotBlank();
        assertThat(api.servers.changes).isEmpty();
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        Answer answer = api.post("/api/v1/servers/?dry_run=1")
                .body("{\"name\":\"-\",\"plan_id\":\"1\",\"os_id\":null,\"hostname\":7,\"zzz\":{},\"aaa\":1}")
                .send();
        assertThat(answer.json().get("errors").findValuesAsText("field"))
                .containsExactly("name", "plan_id", "os_id", "location", "hostname", "dry_run", "zzz", "aaa");
    }

    @Test
    void an_answer_to_nonsense_stays_small() {
        String fields =
                IntStream.range(0, 5000).mapToObj(i -> "\"f" + i + "\":1").collect(Collectors.joining(","));
        Answer answer = api.post("/api/v1/servers/").body(with(fields)).send();
        assertThat(answer.json().get("errors")).hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({"name", "hostname", "backups_enabled"})
    void a_patch_takes_no_null(String field) {
        Answer answer = api.call("PATCH", "/api/v1/servers/12345/")
                .body("{\"" + field + "\":null}")
                .send();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").findValuesAsText("field")).containsExactly(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH"})
    void a_change_needs_a_body(String method) {
        assertThat(api.call(method, "/api/v1/servers/12345/").send().status()).isEqualTo(400);
    }

    @Test
    void what_is_not_utf_8_is_refused() {
        byte[] broken = VALID.replace("\"n\"", "\"\u00e4\"").getBytes(StandardCharsets.ISO_8859_1);
        byte[] overlong = VALID.getBytes(StandardCharsets.UTF_8);
        overlong[9] = (byte) 0xC0;
        for (byte[] body : List.of(
                broken,
                overlong,
                VALID.getBytes(StandardCharsets.UTF_16LE),
                VALID.getBytes(StandardCharsets.UTF_16),
                VALID.getBytes(Charset.forName("UTF-32BE")))) {
            Answer answer = api.post("/api/v1/servers/").body(body).send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(api.servers.changes).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=UTF-8",
                "application/json; charset=\"utf-8\""
            })
    void json_in_utf_8_is_taken(String type) {
        assertThat(create(type).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/merge-patch+json",
                "application/json; charset=iso-8859-1",
                "application/jsonx",
                "garbage"
            })
    void every_other_type_is_a_415(String type) {
        Answer answer = create(type);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("unsupported_media_type");
    }

    @Test
    void the_type_of_no_body_is_not_looked_at() {
        assertThat(api.post("/api/v1/servers/12345/stop/")
                        .header("Content-Type", "text/plain")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(api.get("/api/v1/servers/12345/")
                        .header("Content-Type", "text/plain")
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void an_encoded_body_is_a_415() {
        assertThat(api.post("/api/v1/servers/")
                        .header("Content-Encoding", "gzip")
                        .body(VALID)
                        .send()
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void bodies_of_reads_and_deletes_are_ignored(String method) {
        int status = api.call(method, "/api/v1/servers/12345/")
                .header("Content-Type", "text/plain")
                .body("{{{")
                .send()
                .status();
        assertThat(status).isBetween(200, 204);
    }

    private Answer create(String contentType) {
        return api.post("/api/v1/servers/")
                .header("Content-Type", contentType)
                .body(VALID)
                .send();
    }

    private static String with(String field) {
        return VALID.replace("}", "," + field + "}");
    }

    private static Arguments refused(String body, String field, String code) {
        return Arguments.of(body, field, code);
    }
}
