package dev.berth.testing;

import javax.sql.DataSource;

/** An empty database of the {@link PostgresServer}; no password is asked for. */
public record PostgresDatabase(String url, String user, DataSource dataSource) {}
