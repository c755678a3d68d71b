package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.berth.bootstrap.grpc.Api.Answer;
import dev.berth.bootstrap.grpc.Api.Refusal;
import dev.berth.domain.error.ErrorCategory;
import dev.berth.domain.error.ErrorCode;
import dev.berth.proto.v1.GetServerRequest;
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
