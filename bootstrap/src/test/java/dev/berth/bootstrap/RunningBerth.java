package dev.berth.bootstrap;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Berth in this JVM, on a database of its own. As an extension it is closed after the last test of the class. */
final class RunningBerth implements AfterAllCallback, AutoCloseable {
    static final String ADMIN_TOKEN = "the-operators-token-of-all-tests-0";
    static final String DEMO_TOKEN = "the-demo-accounts-token-of-all-tests-0";

    private final Berth berth;
    private final Database database;

    private RunningBerth(Database database, Map<String, Object> more) {
        this.database = database;
        this.berth = Berth.start(settings(database, more));
    }

    /** What every Berth of the tests is told, and more. */
    static Map<String, Object> settings(Database database, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("micronaut.server.port", -1);
        settings.put("grpc.server.port", 0);
        settings.put("berth.management.port", 0);
        settings.put("berth.simulated-boot-time", "200ms");
        settings.put("berth.usage-interval", "1h"); // tests sample when they want to
        settings.put("berth.billing.interval", "1h"); // and bill
        settings.put("berth.first-start.admin-token", ADMIN_TOKEN);
        settings.put("berth.first-start.demo-token", DEMO_TOKEN);
        settings.put("berth.first-start.demo", "true");
        settings.putAll(more);
        settings.put(ComputedSettings.DATABASE_URL, database.url());
        settings.put("datasources.default.username", database.user());
        return settings;
    }

    static RunningBerth fresh() {
        return fresh(Map.of());
    }

    static RunningBerth fresh(Map<String, Object> more) {
        return on(Database.fresh(), more);
    }

    static RunningBerth inFolder(Path folder, Map<String, Object> more) {
        return on(Database.inFolder(folder), more);
    }

    static RunningBerth on(Database database, Map<String, Object> more) {
        return new RunningBerth(database, more);
    }

    Database database() {
        return database;
    }

    URI uri() {
        return berth.uri();
    }

    Berth berth() {
        return berth;
    }

    <T> T bean(Class<T> type) {
        return berth.context().getBean(type);
    }

    ApiClient anonymous() {
        return new ApiClient(uri(), "");
    }

    ApiClient admin() {
        return new ApiClient(uri(), ADMIN_TOKEN);
    }

    ApiClient demo() {
        return new ApiClient(uri(), DEMO_TOKEN);
    }

    /** An account that no other test knows. */
    Customer newCustomer() {
        return newCustomer("1000", 100);
    }

    Customer newCustomer(String credit, int maxServers) {
        return Customer.create(admin(), credit, maxServers);
    }

    /** Has the hypervisor fail every such call for this server's machine, until {@link #mend}. */
    void plantFault(String call, long server) {
        database.update(
                "INSERT INTO simulated_faults (kind, on_call, machine) VALUES ('RETRYABLE', ?, ?)",
                call,
                database.machine(server));
    }

    /** Has the hypervisor refuse every such call for this server's machine for good, until {@link #mend}. */
    void plantPermanentFault(String call, long server) {
        database.update(
                "INSERT INTO simulated_faults (kind, on_call, machine) VALUES ('PERMANENT', ?, ?)",
                call,
                database.machine(server));
    }

    /** Has the hypervisor fail every such call, for whatever machine. */
    void plantFault(String call) {
        database.update("INSERT INTO simulated_faults (kind, on_call) VALUES ('RETRYABLE', ?)", call);
    }

    void mend() {
        database.update("DELETE FROM simulated_faults");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        berth.close();
    }
}
