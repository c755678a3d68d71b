package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;

/** Replicas that a scheduler starts at the same instant, on a database that none of them has seen. */
class SimultaneousStartTest {
    private static final int REPLICAS = 3;

    @RepeatedTest(2)
    void all_come_up_and_fill_the_installation_in_once() {
        Database database = Database.postgresql();
        List<BerthProcess> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < REPLICAS; i++) {
                replicas.add(BerthProcess.on(database)
                        .with("BERTH_ADMIN_TOKEN", RunningBerth.ADMIN_TOKEN)
                        .with("BERTH_DEMO", "true")
                        .launch());
            }
            replicas.forEach(BerthProcess::awaitStart);
            for (BerthProcess replica : replicas) {
                replica.client(RunningBerth.ADMIN_TOKEN)
                        .post("/api/v1/admin/accounts/")
                        .body("{}")
                        .expectProblem(400, "invalid_request");
            }
            List<String> demoTokens = replicas.stream()
                    .flatMap(replica -> replica.printedToken("demo account").stream())
                    .toList();
            assertThat(demoTokens).hasSize(1);
            for (BerthProcess replica : replicas) {
                replica.client(demoTokens.get(0)).get("/api/v1/servers/").expect(200);
            }
            assertThat(database.query("SELECT configured FROM api_tokens ORDER BY configured"))
                    .hasToString("[{configured=ADMIN}, {configured=DEMO}]");
            assertThat(Stream.of(
                                    "accounts",
                                    "credit_entries",
                                    "plans",
                                    "operating_systems",
                                    "locations",
                                    "hosts",
                                    "ipv6_prefixes",
                                    "replicas")
                            .map(table -> table + " " + database.number("SELECT COUNT(*) FROM " + table)))
                    .containsExactly(
                            "accounts 1",
                            "credit_entries 1",
                            "plans 2",
                            "operating_systems 6",
                            "locations 3",
                            "hosts 12",
                            "ipv6_prefixes 3",
                            "replicas 3");
        } finally {
            replicas.forEach(BerthProcess::kill);
        }
    }
}
