package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.ApiClient.Answer;
import io.micronaut.web.router.Router;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every route with every kind of token: who gets in, who does not, and what they are told. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String ANY = "any";
    private static final String ADMIN = "admin";
    private static final String KEYS = "servers:read servers:write servers:power account:read account:write";
    private static final AtomicInteger NUMBER = new AtomicInteger(1_000);
    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /** The table. In braces: what is made for the account, or for the installation, before. */
    static final List<Row> ROWS = List.of(
            row("servers:read", "GET /servers/"),
            row("servers:write", "POST /servers/", Customer.createBody("us-west")),
            row("servers:read", "GET /servers/{server}/"),
            row("servers:write", "PUT /servers/{server}/", """
                    {"name": "put", "hostname": "put", "backups_enabled": true}"""),
            row("servers:write", "PATCH /servers/{server}/", "{\"name\": \"patched\"}"),
            row("servers:write", "DELETE /servers/{server}/"),
            row("servers:power", "POST /servers/{stopped}/start/"),
            row("servers:power", "POST /servers/{active}/stop/"),
            row("servers:power", "POST /servers/{active}/reboot/"),
            row("servers:read", "GET /operations/{operation}/"),
            row("account:read", "GET /account/"),
            row("account:read", "GET /account/ledger/"),
            row("account:read", "GET /ssh-keys/"),
            row("account:write", "POST /ssh-keys/", "{\"name\": \"laptop\", \"public_key\": \"" + sshKey() + "\"}"),
            row("account:read", "GET /ssh-keys/{key}/"),
            row("account:write", "DELETE /ssh-keys/{key}/"),
            row("account:read", "GET /tokens/"),
            row("account:write", "POST /tokens/", "{\"name\": \"ci\", \"scopes\": [\"account:write\"]}"),
            row("account:write", "DELETE /tokens/{token}/"),
            row(ANY, "GET /plans/"),
            row(ANY, "GET /plans/1/"),
            row(ANY, "GET /operating-systems/"),
            row(ANY, "GET /operating-systems/5/"),
            row(ANY, "GET /locations/"),
            row(ANY, "GET /locations/us-west/"),
            row(ADMIN, "GET /admin/accounts/"),
            row(ADMIN, "POST /admin/accounts/", "{\"name\": \"New\", \"max_servers\": 3}"),
            row(ADMIN, "GET /admin/accounts/{account}/"),
            row(ADMIN, "PATCH /admin/accounts/{account}/", "{\"max_servers\": 7}"),
            row(ADMIN, "POST /admin/accounts/{account}/close/"),
            row(ADMIN, "POST /admin/accounts/{account}/credit/", "{\"amount\": \"1\", \"reference\": \"access\"}"),
            row(ADMIN, "GET /admin/accounts/{account}/tokens/"),
            row(ADMIN, "POST /admin/accounts/{account}/tokens/", "{\"name\": \"ci\", \"scopes\": [\"servers:read\"]}"),
            row(ADMIN, "DELETE /admin/accounts/{account}/tokens/{token}/"),
            row(ADMIN, "GET /admin/servers/"),
            row(ADMIN, "GET /admin/servers/{server}/"),
            row(ADMIN, "POST /admin/servers/{active}/suspend/", "{\"reason\": \"abuse\"}"),
            row(ADMIN, "POST /admin/servers/{suspended}/unsuspend/"),
            row(ADMIN, "POST /admin/servers/{broken}/reset/"),
            row(ADMIN, "GET /admin/plans/"),
            row(ADMIN, "POST /admin/plans/", """
                    {"id": {number}, "name": "Tiny", "vcpus": 1, "memory": 512, "storage": 10, "bandwidth": 100,
                     "price_hourly": "0.01", "price_monthly": "5"}"""),
            row(ADMIN, "GET /admin/plans/1/"),
            row(ADMIN, "PATCH /admin/plans/1/", "{\"name\": \"Standard\"}"),
            row(ADMIN, "GET /admin/operating-systems/"),
            row(ADMIN, "POST /admin/operating-systems/", "{\"id\": {number}, \"name\": \"Debian 14\"}"),
            row(ADMIN, "GET /admin/operating-systems/5/"),
            row(ADMIN, "PATCH /admin/operating-systems/5/", "{\"name\": \"Ubuntu\"}"),
            row(ADMIN, "GET /admin/locations/"),
            row(ADMIN, "POST /admin/locations/", "{\"code\": \"l{number}\", \"name\": \"New\"}"),
            row(ADMIN, "GET /admin/locations/us-west/"),
            row(ADMIN, "PATCH /admin/locations/us-west/", "{\"name\": \"West\"}"),
            row(ADMIN, "GET /admin/hosts/"),
            row(ADMIN, "POST /admin/hosts/", """
                    {"name": "h{number}", "location": "us-west", "hypervisor": "simulated", "uri": null, "vcpus": 8,
                     "memory": 8192, "storage": 100}"""),
            row(ADMIN, "GET /admin/hosts/1/"),
            row(ADMIN, "POST /admin/hosts/1/drain/"),
            row(ADMIN, "POST /admin/hosts/1/activate/"),
            row(ADMIN, "GET /admin/address-pools/"),
            row(ADMIN, "POST /admin/address-pools/", "{\"location\": \"us-west\", \"cidr\": \"10.{octet}.0.0/29\"}"),
            row(ADMIN, "GET /admin/audit-log/"));

    private final String expiredOperator =
            operator(OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1), null);
    private final String revokedOperator = operator(null, OffsetDateTime.now(ZoneOffset.UTC));
    private Customer other;

    @BeforeAll
    void setUp() {
        other = BERTH.newCustomer();
    }

    @ParameterizedTest
    @FieldSource("ROWS")
    void a_route_lets_in_whom_it_should(Row row) {
        Customer customer = BERTH.newCustomer();
        Row asked = row.with(new Things(customer));
        boolean isAdmin = row.scope.equals(ADMIN);

        asked.send("").requireProblem(401, "unauthenticated");
        asked.send("garbage-garbage-garbage-garbage-gar").requireProblem(401, "unauthenticated");
        asked.send("berth_" + "0".repeat(57)).requireProblem(401, "unauthenticated");
        asked.send(isAdmin ? expiredOperator : expired(customer)).requireProblem(401, "unauthenticated");
        asked.send(isAdmin ? revokedOperator : revoked(customer)).requireProblem(401, "unauthenticated");

        if (!row.scope.equals(ANY)) {
            Answer lacking = asked.send(token(customer, allBut(row.scope)));
            lacking.requireProblem(403, "missing_scope");
            assertThat(lacking.json().get("scope").textValue()).isEqualTo(row.scope);
        }
        Answer ofOther = asked.send(other.api().token());
        if (isAdmin) {
            ofOther.requireProblem(403, "missing_scope");
        } else if (row.path.contains("{")) {
            assertThat(ofOther.status()).as(ofOther.body()).isEqualTo(404);
        } else {
            assertThat(ofOther.status()).as(ofOther.body()).isBetween(200, 299);
        }
        Answer ofOperator = asked.send(RunningBerth.ADMIN_TOKEN);
        if (!isAdmin && !row.scope.equals(ANY)) {
            ofOperator.requireProblem(403, "account_required");
        } else {
            assertThat(ofOperator.status()).as(ofOperator.body()).isBetween(200, 299);
        }
        if (!isAdmin) {
            Answer right = asked.send(token(customer, row.scope.equals(ANY) ? "servers:power" : row.scope));
            assertThat(right.status()).as(right.body()).isBetween(200, 299);
        }
    }

    @Test
    void no_route_is_missing() {
        Set<String> routes = BERTH.bean(Router.class)
                .uriRoutes()
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toString().replaceAll("\\{[^}]*}", "*"))
                .filter(route -> route.contains(" /api/v1/") && !route.startsWith("HEAD "))
                .map(route -> route.replace(" /api/v1/", " /"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(ROWS.stream().map(Row::template).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    /** @param path below /api/v1, with a slash at its end */
    record Row(String scope, String method, String path, String body, String resolvedPath) {
        Row with(Things things) {
            return new Row(scope, method, path, things.resolve(body), things.resolve(path));
        }

        Answer send(String token) {
            ApiClient.Call call = BERTH.anonymous().with(token).call(method, "/api/v1" + resolvedPath);
            return (body.isEmpty() ? call : call.body(body)).send();
        }

        String template() {
            return method + " "
                    + path.replaceAll("/$", "").replaceAll("\\{\\w+}", "*").replaceAll("/(\\d+|us-west)(?=/|$)", "/*");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static Row row(String scope, String route) {
        return row(scope, route, "");
    }

    private static Row row(String scope, String route, String body) {
        String[] parts = route.split(" ", 2);
        return new Row(scope, parts[0], parts[1], body, parts[1]);
    }

    /** Makes what a row speaks of, for one account. */
    private record Things(Customer customer) {
        String resolve(String text) {
            return NAME.matcher(text).replaceAll(match -> Matcher.quoteReplacement(make(match.group(1))));
        }

        private String make(String name) {
            return switch (name) {
                case "server" -> Long.toString(customer.create());
                case "active" -> Long.toString(customer.createActive());
                case "stopped" -> Long.toString(customer.createStopped());
                case "suspended" -> suspended();
                case "broken" -> broken();
                case "operation" ->
                    BERTH.database().number("SELECT MIN(id) FROM operations WHERE server_id = ?", customer.create())
                            + "";
                case "key" ->
                    id(customer.api()
                            .post("/api/v1/ssh-keys/")
                            .body("{\"name\": \"laptop\", \"public_key\": \"%s\"}".formatted(sshKey())));
                case "token" ->
                    id(customer.api()
                            .post("/api/v1/tokens/")
                            .body("{\"name\": \"ci\", \"scopes\": [\"servers:read\"]}"));
                case "account" -> Long.toString(customer.account());
                case "number" -> Integer.toString(NUMBER.incrementAndGet());
                case "octet" -> Integer.toString(NUMBER.incrementAndGet() % 256);
                default -> throw new IllegalArgumentException(name);
            };
        }

        private String suspended() {
            long server = customer.createActive();
            BERTH.admin()
                    .post("/api/v1/admin/servers/%d/suspend/".formatted(server))
                    .body("{\"reason\": \"abuse\"}")
                    .expect(200);
            customer.await(server, "suspended");
            return Long.toString(server);
        }

        private String broken() {
            long server = customer.createActive();
            BERTH.database().update("UPDATE servers SET status = 'ERROR' WHERE id = ?", server);
            return Long.toString(server);
        }

        private static String id(ApiClient.Call call) {
            return call.expect(201).json().get("id").asText();
        }
    }

    private static String sshKey() {
        return "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJFiA5DJwDgLYw8v53eVXQeIdCcCtzBvdXENgUc3jt2V";
    }

    private static String allBut(String scope) {
        return Arrays.stream(KEYS.split(" "))
                .filter(held -> !held.equals(scope))
                .collect(Collectors.joining("\", \""));
    }

    private static String token(Customer customer, String scopes) {
        return issue(customer, scopes).token;
    }

    private static String revoked(Customer customer) {
        Issued issued = issue(customer, KEYS.replace(" ", "\", \""));
        customer.api().delete("/api/v1/tokens/" + issued.id + "/").expect(204);
        return issued.token;
    }

    private static String expired(Customer customer) {
        Issued issued = issue(customer, KEYS.replace(" ", "\", \""));
        BERTH.database()
                .update(
                        "UPDATE api_tokens SET expires_at = ? WHERE id = ?",
                        OffsetDateTime.now(ZoneOffset.UTC).minusSeconds(1),
                        issued.id);
        return issued.token;
    }

    private record Issued(long id, String token) {}

    private static Issued issue(Customer customer, String scopes) {
        var issued = customer.admin()
                .post("/api/v1/admin/accounts/%d/tokens/".formatted(customer.account()))
                .body("{\"name\": \"access\", \"scopes\": [\"%s\"]}".formatted(scopes))
                .expect(201)
                .json();
        return new Issued(
                issued.get("id").longValue(),
                Objects.requireNonNull(issued.get("token").textValue()));
    }

    /** Operators' tokens are configured, and have no end; in the store they can have one. */
    private static String operator(OffsetDateTime expiresAt, OffsetDateTime revokedAt) {
        String secret = "operator-%d-of-the-table-of-access".formatted(NUMBER.incrementAndGet());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            BERTH.database()
                    .update(
                            """
                            INSERT INTO api_tokens (name, scopes, hash, expires_at, revoked_at, created_at)
                            VALUES ('operator', 'admin', ?, ?, ?, ?)""",
                            HexFormat.of().formatHex(hash),
                            expiresAt,
                            revokedAt,
                            OffsetDateTime.now(ZoneOffset.UTC).minusDays(1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        return secret;
    }
}
