package dev.berth.bootstrap;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds to what PostgreSQL is waited for, so that no request hangs: a request needs at most one connection and a
 * transaction that begins no statement after two and a half seconds. Whoever names a bound in the URL has it his way.
 */
final class PostgresUrl {
    private static final List<Map.Entry<String, String>> BOUNDS = List.of(
            Map.entry("ApplicationName", "berth"),
            Map.entry("connectTimeout", "2"),
            // longer than a statement may take: the database's own word is clearer than silence
            Map.entry("socketTimeout", "3"),
            Map.entry("tcpKeepAlive", "true"));

    private static final List<Map.Entry<String, String>> SESSION = List.of(
            Map.entry("statement_timeout", "2s"),
            // what a replica that has stopped in the middle of a transaction had locked comes free
            Map.entry("idle_in_transaction_session_timeout", "5s"));

    private static final Pattern OPTIONS = Pattern.compile("[?&]options=([^&]*)");

    private PostgresUrl() {}

    static String bounded(String url) {
        StringBuilder bounded = new StringBuilder(url);
        for (Map.Entry<String, String> bound : BOUNDS) {
            if (!url.matches(".*[?&]" + bound.getKey() + "=.*")) {
                append(bounded, bound.getKey() + "=" + bound.getValue());
            }
        }
        Matcher options = OPTIONS.matcher(url);
        String given = options.find() ? options.group(1) : "";
        StringBuilder session = new StringBuilder(given);
        for (Map.Entry<String, String> bound : SESSION) {
            if (!given.contains(bound.getKey())) {
                session.append(session.isEmpty() ? "" : "%20")
                        .append("-c%20")
                        .append(bound.getKey())
                        .append('=')
                        .append(bound.getValue());
            }
        }
        if (given.isEmpty()) {
            append(bounded, "options=" + session);
        } else {
            int begin = bounded.indexOf("options=" + given) + "options=".length();
            bounded.replace(begin, begin + given.length(), session.toString());
        }
        return bounded.toString();
    }

    private static void append(StringBuilder url, String parameter) {
        url.append(url.indexOf("?") < 0 ? '?' : '&').append(parameter);
    }
}
