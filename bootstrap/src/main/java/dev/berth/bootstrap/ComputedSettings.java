package dev.berth.bootstrap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings that application.yml cannot say, because one depends on another or on the JVM. */
final class ComputedSettings {
    static final String DATABASE_URL = "datasources.default.url";

    private static final String H2 = "jdbc:h2:";
    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private ComputedSettings() {}

    static Map<String, Object> from(Map<String, String> environment) {
        Map<String, Object> settings = new HashMap<>();
        String url = environment.getOrDefault("BERTH_DB_URL", "");
        String folder = environment.getOrDefault("BERTH_DATA_DIR", "./berth-data");
        settings.put(DATABASE_URL, url.isEmpty() ? embeddedDatabase(folder) : url);
        List<String> origins = Stream.of(
                        environment.getOrDefault("BERTH_CORS_ORIGINS", "").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .toList();
        if (!origins.isEmpty()) { // an empty list would let every origin in
            settings.put("micronaut.server.cors.enabled", true);
            settings.put("micronaut.server.cors.configurations.berth.allowed-origins", origins);
        }
        if (Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS) {
            settings.put("micronaut.executors.grpc.type", "thread_per_task");
            settings.put("micronaut.executors.grpc.virtual", true);
        }
        return settings;
    }

    /** An H2 file in this folder that reads SQL as PostgreSQL does. A commit is in the file before it is answered. */
    static String embeddedDatabase(String folder) {
        return H2 + "file:" + folder
                + "/berth;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0"
                + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    /** Whether it is a database that only this process has open. */
    static boolean isEmbedded(String url) {
        return url.startsWith(H2);
    }
}
