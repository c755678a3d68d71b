package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void every_constraint_has_a_name_of_ours() {
        try (Database database = Database.h2(Map.of())) {
            assertThat(database.bean(Sql.class).list("""
                                    SELECT constraint_name FROM information_schema.table_constraints
                                    WHERE table_schema = 'public' AND table_name <> 'flyway_schema_history'""", row -> row.text("constraint_name")))
                    .hasSizeGreaterThan(30)
                    .allMatch(name -> name.matches("(pk|fk|uq|ck)_[a-z0-9_]+"));
        }
    }
}
