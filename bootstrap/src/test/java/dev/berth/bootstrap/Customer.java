package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** An account, and a client with a token that may do all of it. */
record Customer(long account, ApiClient admin, ApiClient api) {
    static final String EVERY_SCOPE =
            "[\"servers:read\", \"servers:write\", \"servers:power\", \"account:read\", \"account:write\"]";

    private static final AtomicInteger REFERENCES = new AtomicInteger();

    static Customer create(ApiClient admin, String credit, int maxServers) {
        long account = admin.post("/api/v1/admin/accounts/")
                .body("{\"name\": \"Customer\", \"max_servers\": %d}".formatted(maxServers))
                .expect(201)
                .json()
                .get("id")
                .longValue();
        Customer customer = new Customer(account, admin, admin.with(token(admin, account, EVERY_SCOPE)));
        if (!credit.equals("0")) {
            customer.addCredit(credit);
        }
        return customer;
    }

    void addCredit(String amount) {
        admin.post("/api/v1/admin/accounts/%d/credit/".formatted(account))
                .body("{\"amount\": \"%s\", \"reference\": \"test-%d\"}"
                        .formatted(amount, REFERENCES.incrementAndGet()))
                .expect(201);
    }

    /** A client of the same account whose token may do only this. */
    ApiClient restrictedTo(String scope) {
        return admin.with(token(admin, account, "[\"" + scope + "\"]"));
    }

    /** A server that is being provisioned. */
    long create() {
        return create("us-west");
    }

    long create(String location) {
        return api.post("/api/v1/servers/")
                .body(createBody(location))
                .expect(201)
                .json()
                .get("id")
                .longValue();
    }

    static String createBody(String location) {
        return """
            {"name": "web", "plan_id": 1, "os_id": 5, "location": "%s"}""".formatted(location);
    }

    /** A server that is active. */
    long createActive() {
        long server = create();
        await(server, "active");
        return server;
    }

    /** A server that is stopped. */
    long createStopped() {
        long server = createActive();
        api.post("/api/v1/servers/%d/stop/".formatted(server)).expect(200);
        await(server, "stopped");
        return server;
    }

    /** Has the operator suspend a server, and waits until it is. */
    void suspend(long server) {
        admin.post("/api/v1/admin/servers/%d/suspend/".formatted(server))
                .body("{\"reason\": \"abuse\"}")
                .expect(200);
        await(server, "suspended");
    }

    JsonNode server(long id) {
        return api.get("/api/v1/servers/%d/".formatted(id)).expect(200).json();
    }

    String status(long id) {
        return server(id).get("status").textValue();
    }

    void await(long server, String status) {
        Await.until("server %d is %s".formatted(server, status), () -> status(server), status::equals);
    }

    JsonNode awaitOperation(long operation, String status) {
        return Await.until(
                "operation %d is %s".formatted(operation, status),
                () -> api.get("/api/v1/operations/%d/".formatted(operation))
                        .expect(200)
                        .json(),
                json -> json.get("status").textValue().equals(status));
    }

    /** The whole list. */
    JsonNode list() {
        return list("");
    }

    JsonNode list(String query) {
        JsonNode list = api.get("/api/v1/servers/" + query).expect(200).json();
        assertThat(list.get("count").intValue()).isEqualTo(list.get("results").size());
        return list;
    }

    static List<Long> ids(JsonNode list) {
        List<Long> ids = new ArrayList<>();
        list.get("results").forEach(server -> ids.add(server.get("id").longValue()));
        return ids;
    }

    private static String token(ApiClient admin, long account, String scopes) {
        return admin.post("/api/v1/admin/accounts/%d/tokens/".formatted(account))
                .body("{\"name\": \"test\", \"scopes\": %s}".formatted(scopes))
                .expect(201)
                .json()
                .get("token")
                .textValue();
    }
}
