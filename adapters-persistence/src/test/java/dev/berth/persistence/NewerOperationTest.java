package dev.berth.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.operation.port.out.Claim;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.server.Server;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a replica of a newer version has accepted, while versions run side by side. */
class NewerOperationTest {
    @Test
    void an_operation_of_a_kind_that_is_not_known_keeps_nothing_else_from_being_claimed() {
        try (Database database = Database.h2(Map.of())) {
            Repositories store = database.emptied();
            Fixtures fixtures = new Fixtures(store);
            Server newer = fixtures.provisioning();
            Server known = fixtures.provisioning();
            database.bean(Sql.class)
                    .update(
                            "UPDATE operations SET kind = 'NEWER' WHERE server_id = ?",
                            newer.id().value());
            List<Claim> claims = store.queue().claim(fixtures.liveReplica(), 8, fixtures.now);
            assertThat(claims).extracting(claim -> claim.server().id()).containsExactly(known.id());
        }
    }
}
