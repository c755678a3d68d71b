package dev.berth.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.testing.RestartablePostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.flywaydb.core.Flyway;

/** Replicas of Berth, processes all of them, on one PostgreSQL. */
final class ChaosCluster implements AutoCloseable {
    private final Map<String, String> settings;
    private final RestartablePostgres postgres;
    private final List<ChaosReplica> replicas = new CopyOnWriteArrayList<>();
    private final List<Customer> customers = new ArrayList<>();
    private final List<ChaosReplica> everStarted = new ArrayList<>();

    ChaosCluster(Path folder, int size, Map<String, String> settings) {
        this.settings = settings;
        this.postgres = new RestartablePostgres(folder);
        try {
            rememberWhoIsWho();
            for (int i = 0; i < size; i++) {
                replicas.add(start());
            }
            moreAddresses();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    RestartablePostgres postgres() {
        return postgres;
    }

    Database database() {
        return new Database(postgres.url(), postgres.user());
    }

    /** Whatever is connected to the database is thrown out. */
    void terminateEveryConnection() {
        database()
                .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    }

    int size() {
        return replicas.size();
    }

    ChaosReplica replica(int index) {
        return replicas.get(index);
    }

    List<ChaosReplica> replicas() {
        return replicas;
    }

    ChaosReplica any(RandomGenerator random) {
        return replicas.get(random.nextInt(replicas.size()));
    }

    /** Puts a new process in the place of one that has ended. */
    ChaosReplica restart(int index) {
        ChaosReplica next = start();
        replicas.set(index, next);
        return next;
    }

    ApiClient admin() {
        return replicas.get(0).client(RunningBerth.ADMIN_TOKEN);
    }

    /** An account with room and credit for whatever is asked. */
    Customer newCustomer() {
        return newCustomer("1000000", 100_000);
    }

    Customer newCustomer(String credit, int maxServers) {
        Customer customer = Customer.create(admin(), credit, maxServers);
        customers.add(customer);
        return customer;
    }

    /** A replica's names are its own affair: has the database write down which process took which. */
    private void rememberWhoIsWho() {
        Database database = database();
        Schema.BERTH.migrate(Flyway.configure().dataSource(database.url(), database.user(), ""));
        database.update("ALTER TABLE replicas ADD COLUMN application TEXT DEFAULT current_setting('application_name')");
    }

    /** As many as are created and deleted here while an address is in quarantine. */
    private void moreAddresses() {
        database().update("""
                INSERT INTO addresses (location, address)
                SELECT l.code, '10.' || l.number || '.' || n / 256 || '.' || n % 256
                FROM (SELECT code, ROW_NUMBER() OVER (ORDER BY code) AS number FROM locations) l,
                  generate_series(0, 2047) n""");
    }

    void deleteEverything() {
        for (Customer customer : customers) {
            ApiClient api =
                    replicas.get(replicas.size() - 1).client(customer.api().token());
            JsonNode list = api.get("/api/v1/servers/").expect(200).json();
            Customer.ids(list)
                    .forEach(server ->
                            api.delete("/api/v1/servers/%d/".formatted(server)).expect(204));
        }
    }

    private ChaosReplica start() {
        String application = "replica-" + everStarted.size();
        BerthProcess.Launcher launcher = BerthProcess.on(database())
                .with("BERTH_DB_URL", database().url() + "?ApplicationName=" + application)
                .with("BERTH_DEMO", "true")
                .with("BERTH_DEMO_TOKEN", RunningBerth.DEMO_TOKEN)
                .with("BERTH_ADMIN_TOKEN", RunningBerth.ADMIN_TOKEN)
                .with("BERTH_SIMULATED_BOOT_TIME", "100ms")
                // more than a lease and a call to a hypervisor, and so short that addresses come round
                .with("BERTH_ADDRESS_QUARANTINE", "20s");
        settings.forEach(launcher::with);
        BerthProcess process = launcher.start();
        process.uri(); // fails when it has ended
        ChaosReplica started = new ChaosReplica(process, application);
        everStarted.add(started);
        return started;
    }

    @Override
    public void close() {
        everStarted.forEach(ChaosReplica::kill);
        postgres.close();
    }
}
