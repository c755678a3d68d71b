package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a version of H2 out that forgets. */
class EmbeddedDatabaseTest {
    private static final int COMMITS = 50;

    @TempDir
    Path live;

    @TempDir
    Path killed;

    /** What a process leaves behind that is killed after a commit is its file as it is then. */
    @Test
    void every_commit_is_found_again_wherever_its_process_was_killed() throws SQLException, IOException {
        // space in the file is used again at once, and not only in a process that has run for 45 seconds
        try (Connection connection = DriverManager.getConnection(url(live) + ";RETENTION_TIME=0", "berth", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE commits (number INT)");
            statement.execute("INSERT INTO commits VALUES (0)");
            for (int i = 1; i <= COMMITS; i++) {
                statement.execute("UPDATE commits SET number = " + i);
                Files.copy(
                        live.resolve("berth.mv.db"),
                        killed.resolve("berth.mv.db"),
                        StandardCopyOption.REPLACE_EXISTING);
                assertThat(lastCommit()).isEqualTo(i);
            }
        }
    }

    private int lastCommit() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(killed), "berth", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT number FROM commits")) {
            return row.next() ? row.getInt(1) : -1;
        }
    }

    private static String url(Path folder) {
        return EmbeddedDatabase.url(folder.toString());
    }
}
