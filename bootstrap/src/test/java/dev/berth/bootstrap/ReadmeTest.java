package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.operation.OperationKind;
import dev.berth.domain.operation.Step;
import dev.berth.domain.server.ServerStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README is true. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final Pattern VARIABLE = Pattern.compile("BERTH_[A-Z_]+");

    @Test
    void its_lifecycle_table_is_the_lifecycle() throws IOException {
        List<String> rows = Files.readAllLines(README).stream()
                .dropWhile(line -> !line.startsWith("| Operation | From"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(OperationKind.values())
                        .map(ReadmeTest::row)
                        .toList());
    }

    @Test
    void its_settings_are_those_that_are_read() throws IOException {
        String settings = Files.readString(Path.of("src/main/resources/application.yml"))
                + Files.readString(Path.of("src/main/java/dev/berth/bootstrap/ComputedSettings.java"));
        String table = Files.readAllLines(README).stream()
                .filter(line -> line.startsWith("| `BERTH_"))
                .collect(Collectors.joining());
        Set<String> read = variables(settings);
        Set<String> documented = variables(table);
        assertThat(documented).isEqualTo(read);
    }

    private static Set<String> variables(String text) {
        return VARIABLE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    private static String row(OperationKind kind) {
        return "| %s | %s | %s | %s | %s |"
                .formatted(
                        kind.wireName(),
                        from(kind.from()),
                        kind.during().wireName(),
                        names(kind.to()),
                        kind.steps().stream().map(ReadmeTest::name).collect(Collectors.joining(", ")));
    }

    private static String from(Set<ServerStatus> statuses) {
        if (statuses.isEmpty()) {
            return "(a new server)";
        }
        return statuses.equals(Set.copyOf(ServerStatus.visible())) ? "any" : names(statuses);
    }

    private static String names(Set<ServerStatus> statuses) {
        return statuses.stream().map(ServerStatus::wireName).sorted().collect(Collectors.joining(", "));
    }

    private static String name(Step step) {
        return step.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
