package dev.berth.bootstrap;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bounds to what PostgreSQL is waited for, so that no request hangs: a request needs at most one connection and a
 * transaction that begins no statement after two seconds. Whoever names a bound in the URL has it his way.
 */
final class PostgresUrl {
    private static final Map<String, String> BOUNDS = new LinkedHashMap<>();

    static {
        BOUNDS.put("ApplicationName", "berth");
        BOUNDS.put("connectTimeout", "2");
        // longer than a statement may take: the database's own word is clearer than silence
        BOUNDS.put("socketTimeout", "3");
        BOUNDS.put("tcpKeepAlive", "true");
        // the second: what a replica that has stopped in the middle of a transaction had locked comes free
        BOUNDS.put("options", "-c%20statement_timeout=2s%20-c%20idle_in_transaction_session_timeout=5s");
    }

    private PostgresUrl() {}

    static String bounded(String url) {
        String missing = BOUNDS.entrySet().stream()
                .filter(bound -> !url.matches(".*[?&]" + bound.getKey() + "=.*"))
                .map(bound -> bound.getKey() + "=" + bound.getValue())
                .collect(Collectors.joining("&"));
        if (missing.isEmpty()) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + missing;
    }
}
