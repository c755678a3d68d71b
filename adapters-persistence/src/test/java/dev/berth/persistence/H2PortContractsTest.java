package dev.berth.persistence;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2PortContractsTest extends PortContracts {
    private static Database database;

    @BeforeAll
    static void open() {
        database = Database.h2(Map.of());
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
