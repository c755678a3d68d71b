package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What an earlier Berth has left in its database goes on under this one. The data sets are files named for the schema
 * version that they are of, which they keep for ever: whatever migrations come later run over them.
 */
@Execution(ExecutionMode.CONCURRENT) // each has a database of its own
class PreviousSchemaTest {
    private static final Path DATA_SETS = Path.of("src/test/resources/schemas");
    private static final String SERVERS = "/api/v1/servers/";
    private static final String ANY_KEY = "the-customers-token-of-the-schema-test";
    private static final String READER = "the-others-token-of-the-schema-test-00";
    private static final String EXPIRED = "the-expired-token-of-the-schema-test-0";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("dataSets")
    void what_an_earlier_berth_has_left_goes_on(int version, SchemaTest.Engine engine) throws IOException {
        Database database = engine == SchemaTest.Engine.H2 ? Database.inFolder(folder) : Database.postgresql();
        fill(database, Schema.BERTH, version);
        fill(database, Schema.SIMULATED_HYPERVISOR, newestDataSet(Schema.SIMULATED_HYPERVISOR));

        try (RunningBerth berth = RunningBerth.on(database, Map.of("berth.first-start.demo", "false"))) {
            Customer customer = new Customer(1, berth.admin(), berth.anonymous().with(ANY_KEY));
            ApiClient reader = berth.anonymous().with(READER);
            assertThat(Customer.ids(customer.list())).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 8L, 9L);
            reader.get(SERVERS + "10/").expect(200);
            reader.get(SERVERS + "1/").expectProblem(404, "server_not_found");
            berth.anonymous().with(EXPIRED).get(SERVERS).expectProblem(401, "unauthenticated");
            assertThat(customer.server(1).get("created_at").textValue()).isEqualTo("2026-06-01T12:00:00Z");
            assertThat(customer.server(1)
                            .get("resource_usage")
                            .get("memory_used")
                            .longValue())
                    .isPositive();

            // the addresses of then are a pool like those of now
            assertThat(database.query("SELECT location, cidr FROM address_pools ORDER BY id"))
                    .hasToString("[{location=us-west, cidr=203.0.113.0/24}, {location=us-west, cidr=2001:db8:1::/64}]");
            assertThat(database.number("""
                    SELECT COUNT(*) FROM addresses a JOIN address_pools p ON p.id = a.pool_id
                    WHERE p.cidr = '203.0.113.0/24'""")).isEqualTo(database.number("SELECT COUNT(*) FROM addresses"));
            JsonNode pool = berth.admin()
                    .get("/api/v1/admin/address-pools/")
                    .expect(200)
                    .json()
                    .get("results")
                    .get(0);
            assertThat(pool.get("addresses").longValue()).isEqualTo(16);
            assertThat(pool.get("used").longValue()).isPositive();

            // charged from now on, not for their past; 3 gets its meter at the end of its provisioning
            assertThat(database.query("SELECT server_id FROM meters WHERE server_id <> 3 ORDER BY server_id"))
                    .hasToString("[{server_id=1}, {server_id=2}, {server_id=4}, {server_id=8}, {server_id=9},"
                            + " {server_id=10}]");
            assertThat(database.number("""
                    SELECT COUNT(*) FROM meters JOIN servers ON servers.id = server_id
                    WHERE server_id <> 3 AND started_at = created_at
                      AND due_at = started_at + (booked_hours + 1) * INTERVAL '1' HOUR
                      AND due_at > CURRENT_TIMESTAMP - INTERVAL '10' MINUTE
                      AND due_at <= CURRENT_TIMESTAMP + INTERVAL '1' HOUR""")).isEqualTo(6);

            // what was in the middle of it, and in the hands of a process that is dead
            for (long operation : List.of(4L, 6L, 11L, 13L, 15L)) {
                customer.awaitOperation(operation, "succeeded");
            }
            assertThat(statuses(customer))
                    .isEqualTo(Map.of(
                            1L, "active", 2L, "stopped", 3L, "active", 4L, "active", 5L, "error", 8L, "active", 9L,
                            "stopped"));
            customer.awaitOperation(3, "succeeded"); // long ago

            customer.api().post(SERVERS + "2/start/").expect(200);
            customer.await(2, "active");
            customer.api().patch(SERVERS + "2/").body("{\"name\": \"renamed\"}").expect(200);
            customer.api().post(SERVERS + "1/reboot/").expect(200);
            customer.await(1, "active");
            customer.addCredit("1");
            assertThat(customer.createActive()).isEqualTo(11);
            assertThat(berth.newCustomer().account()).isEqualTo(3);

            for (long server : Customer.ids(customer.list())) {
                long delete = customer.api()
                        .delete(SERVERS + server + "/")
                        .expect(204)
                        .operation();
                customer.awaitOperation(delete, "succeeded");
            }
            assertThat(database.query("SELECT server_id FROM reservations")).hasToString("[{server_id=10}]");
            assertThat(database.query("SELECT servers, hourly_cost FROM accounts ORDER BY id"))
                    .hasToString("[{servers=0, hourly_cost=0.0000}, {servers=1, hourly_cost=0.0150},"
                            + " {servers=0, hourly_cost=0.0000}]");
            assertThat(database.query("SELECT server_id FROM meters WHERE due_at IS NOT NULL"))
                    .hasToString("[{server_id=10}]");
            assertThat(database.query("""
                    SELECT server_id, amount FROM credit_entries
                    WHERE server_id IN (1, 2, 4, 8, 9) AND amount < -0.0300"""))
                    .as("charged for more than the hour that they were in, and perhaps the next")
                    .isEmpty();
            assertThat(database.query("""
                    SELECT id FROM accounts
                    WHERE balance <> (SELECT SUM(amount) FROM credit_entries WHERE account_id = accounts.id)""")).isEmpty();
            assertThat(database.query("SELECT used_vcpus FROM hosts ORDER BY id"))
                    .hasToString("[{used_vcpus=2}, {used_vcpus=0}]");
        }
    }

    static Stream<Arguments> dataSets() {
        return dataSetsOf(Schema.BERTH)
                .boxed()
                .flatMap(version ->
                        Arrays.stream(SchemaTest.Engine.values()).map(engine -> Arguments.arguments(version, engine)));
    }

    @Test
    void the_newest_data_set_is_at_most_one_version_old() {
        for (Schema schema : Schema.values()) {
            int newest = Migrations.of(schema)
                    .mapToInt(Migrations.Migration::version)
                    .max()
                    .orElseThrow();
            String name = schema.name().toLowerCase(Locale.ROOT);
            assertThat(newestDataSet(schema))
                    .as("""
                            Migration %2$d of %1$s is there, and no data set of version %3$d: changes to the tables of \
                            that version are not tried on rows. Copy %4$s/%1$s-….sql with the highest number to \
                            %1$s-%3$d.sql, and give it rows for what the migrations since then have added. The old file \
                            stays as it is.""", name, newest, newest - 1, DATA_SETS)
                    .isGreaterThanOrEqualTo(newest - 1);
        }
    }

    /** Makes the tables as they were in that version, with rows of that time. */
    private static void fill(Database database, Schema schema, int version) throws IOException {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(database.url(), database.user(), "")
                .target(Integer.toString(version));
        schema.migrate(flyway);
        database.update(
                Files.readString(DATA_SETS.resolve(schema.name().toLowerCase(Locale.ROOT) + "-" + version + ".sql")));
    }

    private static int newestDataSet(Schema schema) {
        return dataSetsOf(schema).max().orElseThrow();
    }

    private static IntStream dataSetsOf(Schema schema) {
        String prefix = schema.name().toLowerCase(Locale.ROOT) + "-";
        try (Stream<Path> files = Files.list(DATA_SETS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .toList()
                    .stream()
                    .mapToInt(
                            name -> Integer.parseInt(name.substring(prefix.length(), name.length() - ".sql".length())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Long, String> statuses(Customer customer) {
        return Customer.ids(customer.list()).stream().collect(Collectors.toMap(id -> id, customer::status));
    }
}
