package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What servers use is sampled by itself. */
@OnEveryDatabase
class UsageTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh(Map.of("berth.usage-interval", "1s"));

    @Test
    void usage_moves_without_an_update() {
        Customer customer = BERTH.newCustomer();
        long server = customer.createActive();
        JsonNode before = customer.server(server);
        JsonNode sampled = Await.until(
                "usage of server " + server,
                () -> customer.server(server),
                json -> usage(json, "memory_used") > 0 && usage(json, "disk_used") > 0);
        assertThat(sampled.get("updated_at")).isEqualTo(before.get("updated_at"));
        customer.api().post("/api/v1/servers/%d/stop/".formatted(server)).expect(200);
        customer.await(server, "stopped");
        JsonNode off = customer.server(server);
        assertThat(usage(off, "memory_used")).isZero();
        assertThat(off.at("/resource_usage/cpu_percent").doubleValue()).isZero();
        assertThat(usage(off, "disk_used")).isPositive();
    }

    private static int usage(JsonNode server, String field) {
        return server.at("/resource_usage/" + field).intValue();
    }
}
