package dev.berth.persistence;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresPortContractsTest extends PortContracts {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.postgres(Map.of());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Override
    Database database() {
        return database;
    }
}
