package dev.berth.bootstrap.grpc;

import dev.berth.bootstrap.Berth;
import dev.berth.bootstrap.Database;
import io.micronaut.context.Qualifier;
import java.util.HashMap;
import java.util.Map;

/** A Berth of its own for a test, with the demo in it. */
final class RunningBerth implements AutoCloseable {
    static final String TOKEN = "the-demo-account's-token-in-these-tests";
    static final String ADMIN_TOKEN = "the-operator's-token-in-these-tests";

    private final Berth berth;
    private final Api api;

    RunningBerth(Map<String, Object> overrides) {
        Map<String, Object> settings = settings();
        settings.putAll(overrides);
        berth = Berth.start(settings);
        api = new Api(berth.uri(), berth.grpcAddress(), TOKEN);
    }

    static Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        Database database = Database.fresh();
        settings.put("datasources.default.url", database.url());
        settings.put("datasources.default.username", database.user());
        settings.put("micronaut.server.host", "127.0.0.1");
        settings.put("micronaut.server.port", -1);
        settings.put("grpc.server.host", "127.0.0.1");
        settings.put("grpc.server.port", 0);
        settings.put("berth.management.port", 0);
        settings.put("berth.simulated-boot-time", "200ms");
        settings.put("berth.first-start.demo", "true");
        settings.put("berth.first-start.demo-token", TOKEN);
        settings.put("berth.first-start.admin-token", ADMIN_TOKEN);
        return settings;
    }

    Api api() {
        return api;
    }

    String grpcAddress() {
        return berth.grpcAddress();
    }

    <T> T bean(Class<T> type) {
        return berth.context().getBean(type);
    }

    <T> T bean(Class<T> type, Qualifier<T> qualifier) {
        return berth.context().getBean(type, qualifier);
    }

    @Override
    public void close() {
        api.close();
        berth.close();
    }
}
