package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.berth.bootstrap.grpc.Api.Answer;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.error.ErrorCode;
import dev.berth.proto.v1.AdminServiceGetLocationRequest;
import dev.berth.proto.v1.AdminServiceGrpc;
import dev.berth.proto.v1.GetLocationRequest;
import dev.berth.proto.v1.GetServerRequest;
import dev.berth.proto.v1.Location;
import dev.berth.proto.v1.UpdateLocationRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both transports answer every refusal as the table in docs/grpc.md says. */
class ErrorParityTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "grpc.md");
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)` \\| (\\d{3}) \\| `([A-Z_]+)` \\| (.*) \\|");

    private static Map<ErrorCategory, Row> table;
    private static FakeUseCases fakes;

    /** A row of the table: a category, and how each transport answers it. */
    private record Row(ErrorCategory category, int rest, String grpc, Set<String> details) {}

    @BeforeAll
    static void start() throws IOException {
        table = Files.readAllLines(DOCUMENT).stream()
                .map(ROW::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> new Row(
                        ErrorCategory.valueOf(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        matcher.group(3),
                        Arrays.stream(matcher.group(4).split(", "))
                                .map(detail -> detail.replace("`", ""))
                                .filter(detail -> !detail.isEmpty())
                                .collect(Collectors.toSet())))
                .collect(Collectors.toMap(Row::category, row -> row));
        fakes = new FakeUseCases();
    }

    @AfterAll
    static void stop() {
        fakes.close();
    }

    @Test
    void the_table_has_every_category() {
        assertThat(table.keySet()).containsExactlyInAnyOrder(ErrorCategory.values());
    }

    @ParameterizedTest
    @EnumSource
    void both_transports_answer_what_the_table_says(ErrorCode code) {
        Row row = table.get(code.category());
        boolean isOurs = code.category() == ErrorCategory.INTERNAL;
        fakes.refusal = FakeUseCases.refusal(code);

        Answer rest = fakes.api().rest("GET", "/api/v1/servers/1/", "");
        assertThat(rest.status()).isEqualTo(row.rest());
        assertThat(rest.json().get("code").asText()).isEqualTo(code.wireName());
        assertThat(rest.response().headers().firstValue("Retry-After").isPresent())
                .isEqualTo(row.details().contains("RetryInfo"));

        Refusal grpc = Refusal.of(() -> fakes.api()
                .servers()
                .getServer(GetServerRequest.newBuilder().setId(1).build()));
        assertThat(grpc.code().name()).isEqualTo(row.grpc());
        ErrorInfo info = grpc.detail(ErrorInfo.class);
        assertThat(info.getReason()).isEqualTo(code.name());
        assertThat(info.getDomain()).isEqualTo("berth");
        assertThat(info.getMetadataMap())
                .isEqualTo(isOurs || code == ErrorCode.INVALID_REQUEST ? Map.of() : Map.of("figure", "17"));
        Set<String> details = new TreeSet<>(row.details());
        details.addAll(List.of("ErrorInfo", "RequestInfo"));
        assertThat(grpc.status().getDetailsList())
                .extracting(Any::getTypeUrl)
                .containsExactlyInAnyOrderElementsOf(details.stream()
                        .map(detail -> "type.googleapis.com/google.rpc." + detail)
                        .toList());
        assertThat(grpc.message()).isEqualTo(rest.json().get("detail").asText());
        assertThat(code.retryable()).isEqualTo(row.details().contains("RetryInfo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"US", "us_west", "-"})
    void a_code_that_no_location_can_have_is_not_found_by_both_transports(String code) {
        String path = "/api/v1/locations/" + code + "/";
        String adminPath = "/api/v1/admin/locations/" + code + "/";
        AdminServiceGrpc.AdminServiceBlockingStub admin = fakes.api().admin(RunningBerth.ADMIN_TOKEN);

        assertNoLocation(
                fakes.api().rest("GET", path, ""),
                () -> fakes.api()
                        .catalog()
                        .getLocation(
                                GetLocationRequest.newBuilder().setCode(code).build()));
        assertNoLocation(
                fakes.api().rest("GET", adminPath, "", RunningBerth.ADMIN_TOKEN),
                () -> admin.getLocation(AdminServiceGetLocationRequest.newBuilder()
                        .setCode(code)
                        .build()));
        assertNoLocation(
                fakes.api().rest("PATCH", adminPath, "{\"name\": \"New\"}", RunningBerth.ADMIN_TOKEN),
                () -> admin.updateLocation(UpdateLocationRequest.newBuilder()
                        .setLocation(Location.newBuilder().setCode(code).setName("New"))
                        .build()));
        assertThat(fakes.api()
                        .rest("PATCH", adminPath, "{\"name\": \" \"}", RunningBerth.ADMIN_TOKEN)
                        .status())
                .as("what is wrong with the change comes first")
                .isEqualTo(400);
        assertThat(Refusal.of(() -> admin.updateLocation(UpdateLocationRequest.newBuilder()
                                .setLocation(Location.newBuilder().setCode(code).setName(" "))
                                .build()))
                        .reason())
                .isEqualTo("INVALID_REQUEST");
    }

    private static void assertNoLocation(Answer rest, Runnable rpc) {
        assertThat(rest.status()).isEqualTo(404);
        assertThat(rest.json().get("code").asText()).isEqualTo("location_not_found");
        Refusal grpc = Refusal.of(rpc);
        assertThat(grpc.reason()).isEqualTo("LOCATION_NOT_FOUND");
        assertThat(grpc.message()).isEqualTo(rest.json().get("detail").asText());
    }

    @Test
    void nothing_of_an_exception_nobody_has_foreseen_is_shown() {
        fakes.refusal = new IllegalStateException("jdbc:secret");
        Refusal refusal = Refusal.of(() -> fakes.api()
                .servers()
                .getServer(GetServerRequest.newBuilder().setId(1).build()));
        assertThat(refusal.code()).isEqualTo(io.grpc.Status.Code.INTERNAL);
        assertThat(refusal.reason()).isEqualTo("INTERNAL");
        assertThat(refusal.status().toString()).doesNotContain("secret");
        assertThat(refusal.thrown().getTrailers().toString()).doesNotContain("secret");
    }
}
