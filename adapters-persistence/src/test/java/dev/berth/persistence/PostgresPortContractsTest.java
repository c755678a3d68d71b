package dev.berth.persistence;

import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerAdmissionContract;
import dev.berth.application.testdata.Repositories;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

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

    @Nested
    final class OfSingleStatementAdmission extends ServerAdmissionContract {
        @Override
        protected Repositories repositories() {
            return database.emptied();
        }

        @Override
        protected ServerAdmission admission(Repositories store, Instant now) {
            return database.ownAdmission(Clock.fixed(now, ZoneOffset.UTC)).orElseThrow();
        }
    }
}
