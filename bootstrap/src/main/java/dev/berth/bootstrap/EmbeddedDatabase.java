package dev.berth.bootstrap;

import java.nio.file.Path;

/** The H2 file that Berth keeps its state in unless it is told of a PostgreSQL. */
final class EmbeddedDatabase {
    private static final String H2 = "jdbc:h2:";

    /** With a result that is kept, a statement can miss what its own transaction has changed since. */
    static final String DIALECT =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;OPTIMIZE_REUSE_RESULTS=FALSE";

    private EmbeddedDatabase() {}

    /** A file in this folder that reads SQL as PostgreSQL does. A commit is in the file before it is answered. */
    static String url(String folder) {
        return H2 + "file:" + Path.of(folder).toAbsolutePath().normalize()
                + "/berth;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE" + DIALECT;
    }

    /** Whether it is a database that only this process has open. */
    static boolean is(String url) {
        return url.startsWith(H2);
    }
}
