package dev.berth.bootstrap;

import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The H2 file that Berth keeps its state in unless it is told of a PostgreSQL. */
final class EmbeddedDatabase {
    private static final String H2 = "jdbc:h2:";
    private static final String FILE = H2 + "file:";

    private EmbeddedDatabase() {}

    /** A file in this folder that reads SQL as PostgreSQL does. A commit is in the file before it is answered. */
    static String url(String folder) {
        return FILE + Path.of(folder).toAbsolutePath().normalize()
                + "/berth;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
                + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Whether it is a database that only this process has open. */
    static boolean is(String url) {
        return url.startsWith(H2);
    }

    /**
     * Finds the last commits of a process that was killed. H2 notes in its file's header where the newest part but one is,
     * and opens the file at that; in its recovery mode it looks through all of the file, and closing it corrects the note.
     */
    static void recover(String url) {
        if (!url.startsWith(FILE)) {
            return;
        }
        Path file = Path.of(url.substring(FILE.length()).split(";", 2)[0] + ".mv.db");
        if (!Files.exists(file)) {
            return;
        }
        try {
            new MVStore.Builder()
                    .fileName(file.toString())
                    .recoveryMode()
                    .autoCommitDisabled()
                    .open()
                    .close();
        } catch (MVStoreException e) {
            if (e.getErrorCode() != DataUtils.ERROR_FILE_LOCKED) { // by another process: whoever connects is told
                throw new UnusableDatabase(
                        "the database file %s is damaged (%s). Restore it from a backup.".formatted(file, e.getMessage()),
                        e);
            }
        }
    }
}
