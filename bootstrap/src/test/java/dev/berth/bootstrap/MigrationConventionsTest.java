package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.Migrations.Migration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A migration runs while replicas of the version before it still serve, so it may only add; what it takes away, an earlier
 * version must have stopped using. Such a migration says so in its first line: {@code -- contracts: not used since V7}.
 */
class MigrationConventionsTest {
    private static final Pattern CONTRACTS =
            Pattern.compile("\\A-- contracts: not used since V(\\d+)\\s*$", Pattern.MULTILINE);
    private static final Pattern COMMENT = Pattern.compile("--.*$|(?s:/\\*.*?\\*/)", Pattern.MULTILINE);

    /** What breaks the statements of a program that knows the tables as they were. */
    private static final Map<String, Pattern> CONTRACTIONS = new LinkedHashMap<>();

    static {
        contraction("drops", "\\bDROP\\b(?!\\s+(INDEX|NOT\\s+NULL)\\b)");
        contraction("renames", "\\bRENAME\\b");
        contraction("refuses null", "\\bSET\\s+NOT\\s+NULL\\b");
        contraction("changes a type", "\\bALTER\\s+(COLUMN\\s+)?\\S+\\s+(SET\\s+DATA\\s+)?TYPE\\b");
        contraction(
                "adds a column that old inserts leave null",
                "\\bALTER\\s+TABLE\\b.*\\bADD\\s+(?!CONSTRAINT\\b)((?!\\bDEFAULT\\b|\\bGENERATED\\b|,\\s*ADD\\b).)*\\bNOT\\s+NULL\\b"
                        + "(?!((?!,\\s*ADD\\b).)*\\bDEFAULT\\b)");
    }

    /** Those that are older were made before anything ran. */
    private static int lastFree(Schema schema) {
        return switch (schema) {
            case BERTH -> 6;
            case SIMULATED_HYPERVISOR -> 1;
        };
    }

    @ParameterizedTest
    @EnumSource
    void a_migration_leaves_the_version_before_it_running(Schema schema) {
        assertThat(Migrations.of(schema).filter(migration -> migration.version() > lastFree(schema)))
                .allSatisfy(migration -> assertThat(violations(migration))
                        .as("V%d of %s", migration.version(), schema)
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP TABLE servers;",
                "ALTER TABLE servers DROP COLUMN name;",
                "ALTER TABLE servers DROP CONSTRAINT uq_servers_machine;",
                "alter table servers rename column name to title;",
                "ALTER TABLE servers RENAME TO machines;",
                "ALTER TABLE servers\n  ALTER COLUMN ipv4 SET NOT NULL;",
                "ALTER TABLE servers ALTER COLUMN name TYPE VARCHAR(100);",
                "ALTER TABLE servers ALTER COLUMN name SET DATA TYPE VARCHAR(100);",
                "ALTER TABLE servers ADD COLUMN note VARCHAR(10) NOT NULL;",
                "CREATE INDEX ix_x ON servers (name);\nALTER TABLE servers ADD note VARCHAR(10) NOT NULL;",
                "ALTER TABLE servers ADD COLUMN a INT DEFAULT 0 NOT NULL, ADD COLUMN b INT NOT NULL;",
                "-- contracts: not used since V8\nDROP TABLE servers;", // in the same version
                "-- a word first\n-- contracts: not used since V7\nDROP TABLE servers;"
            })
    void what_breaks_the_version_before_is_found(String text) {
        assertThat(violations(new Migration(8, text))).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE notes (id BIGINT NOT NULL, CONSTRAINT pk_notes PRIMARY KEY (id));",
                "ALTER TABLE servers ADD COLUMN note VARCHAR(10);",
                "ALTER TABLE servers ADD COLUMN note VARCHAR(10) DEFAULT '' NOT NULL;",
                "ALTER TABLE servers ADD COLUMN note VARCHAR(10) NOT NULL DEFAULT '';",
                "ALTER TABLE servers ADD CONSTRAINT ck_servers_note CHECK (note IS NOT NULL);",
                "DROP INDEX ix_servers_status;",
                "ALTER TABLE servers ALTER COLUMN host_id DROP NOT NULL;",
                "-- we do not DROP or RENAME\nCREATE INDEX ix_servers_name ON servers (name);",
                "-- contracts: not used since V7\nALTER TABLE servers DROP COLUMN name;"
            })
    void what_only_adds_passes(String text) {
        assertThat(violations(new Migration(8, text))).isEmpty();
    }

    @Test
    void every_version_is_there_once() {
        for (Schema schema : Schema.values()) {
            List<Integer> versions =
                    Migrations.of(schema).map(Migration::version).sorted().toList();
            for (int i = 0; i < versions.size(); i++) {
                assertThat(versions.get(i)).as(schema.name()).isEqualTo(i + 1);
            }
        }
    }

    private static List<String> violations(Migration migration) {
        Matcher contracts = CONTRACTS.matcher(migration.text());
        if (contracts.find() && Integer.parseInt(contracts.group(1)) < migration.version()) {
            return List.of();
        }
        List<String> violations = new ArrayList<>();
        for (String statement : COMMENT.matcher(migration.text()).replaceAll("").split(";", -1)) {
            CONTRACTIONS.forEach((what, pattern) -> {
                if (pattern.matcher(statement).find()) {
                    violations.add(what + ": " + statement.strip());
                }
            });
        }
        return violations;
    }

    private static void contraction(String what, String pattern) {
        CONTRACTIONS.put(what, Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.DOTALL));
    }
}
