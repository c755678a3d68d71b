package dev.berth.bootstrap;

import java.util.stream.Stream;

/**
 * A route of the API with a valid request to it.
 *
 * @param scope what its token needs; empty when any will do, an operator's too
 * @param body empty when it takes none
 */
record Route(String method, String path, String scope, String body) {
    private static final String ANY_TOKEN = "";
    private static final String HOSTS = "/api/v1/admin/hosts/";
    private static final String KEYS = "/api/v1/ssh-keys/";

    static Stream<Route> all(long server, long account) {
        String one = "/api/v1/servers/%d/".formatted(server);
        String admin = "/api/v1/admin/accounts/";
        String held = "/api/v1/admin/servers/%d/".formatted(server);
        return Stream.of(
                new Route("GET", "/api/v1/servers/", "servers:read", ""),
                new Route("POST", "/api/v1/servers/", "servers:write", Customer.createBody("us-west")),
                new Route("GET", one, "servers:read", ""),
                new Route(
                        "PUT",
                        one,
                        "servers:write",
                        "{\"name\": \"put\", \"hostname\": \"put\", \"backups_enabled\": true}"),
                new Route("PATCH", one, "servers:write", "{\"name\": \"patched\"}"),
                new Route("POST", one + "start/", "servers:power", ""),
                new Route("POST", one + "stop/", "servers:power", ""),
                new Route("POST", one + "reboot/", "servers:power", ""),
                new Route("GET", "/api/v1/operations/1/", "servers:read", ""),
                new Route("GET", KEYS, "account:read", ""),
                new Route("POST", KEYS, "account:write", SshKeyLines.body("laptop", SshKeyLines.next())),
                new Route("GET", KEYS + "1/", "account:read", ""),
                new Route("DELETE", KEYS + "1/", "account:write", ""),
                new Route("GET", "/api/v1/account/ledger/", "account:read", ""),
                new Route("POST", admin, "admin", "{\"name\": \"New\", \"max_servers\": 3}"),
                new Route(
                        "POST",
                        admin + account + "/credit/",
                        "admin",
                        "{\"amount\": \"1.5\", \"reference\": \"r-1\", \"description\": \"d\"}"),
                new Route(
                        "POST",
                        admin + account + "/tokens/",
                        "admin",
                        "{\"name\": \"t\", \"scopes\": [\"servers:read\"], \"expires_at\": null}"),
                new Route("GET", "/api/v1/account/", "account:read", ""),
                new Route("GET", "/api/v1/tokens/", "account:read", ""),
                new Route(
                        "POST",
                        "/api/v1/tokens/",
                        "account:write",
                        "{\"name\": \"t\", \"scopes\": [\"account:write\"], \"expires_at\": null}"),
                new Route("DELETE", "/api/v1/tokens/1/", "account:write", ""),
                new Route("GET", admin, "admin", ""),
                new Route("GET", admin + account + "/", "admin", ""),
                new Route("PATCH", admin + account + "/", "admin", "{\"max_servers\": 100}"),
                new Route("GET", admin + account + "/tokens/", "admin", ""),
                new Route("DELETE", admin + account + "/tokens/1/", "admin", ""),
                new Route("GET", "/api/v1/admin/audit-log/", "admin", ""),
                new Route("POST", admin + account + "/close/", "admin", ""),
                new Route("GET", "/api/v1/admin/servers/", "admin", ""),
                new Route("GET", held, "admin", ""),
                new Route("POST", held + "suspend/", "admin", "{\"reason\": \"abuse\"}"),
                new Route("POST", held + "unsuspend/", "admin", ""),
                new Route("POST", held + "reset/", "admin", ""),
                new Route("GET", "/api/v1/plans/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/plans/1/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/operating-systems/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/operating-systems/5/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/locations/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/locations/us-west/", ANY_TOKEN, ""),
                new Route("GET", "/api/v1/admin/plans/", "admin", ""),
                new Route("POST", "/api/v1/admin/plans/", "admin", """
                        {"id": 77, "name": "New", "vcpus": 1, "memory": 512, "storage": 10, "bandwidth": 100,
                         "price_hourly": "0.01", "price_monthly": "5"}"""),
                new Route("GET", "/api/v1/admin/plans/2/", "admin", ""),
                new Route("PATCH", "/api/v1/admin/plans/2/", "admin", "{\"name\": \"Performance VPS\"}"),
                new Route("GET", "/api/v1/admin/operating-systems/", "admin", ""),
                new Route("POST", "/api/v1/admin/operating-systems/", "admin", "{\"id\": 77, \"name\": \"New\"}"),
                new Route("GET", "/api/v1/admin/operating-systems/6/", "admin", ""),
                new Route("PATCH", "/api/v1/admin/operating-systems/6/", "admin", "{\"name\": \"Rocky\"}"),
                new Route("GET", "/api/v1/admin/locations/", "admin", ""),
                new Route("POST", "/api/v1/admin/locations/", "admin", "{\"code\": \"new\", \"name\": \"New\"}"),
                new Route("GET", "/api/v1/admin/locations/us-east/", "admin", ""),
                new Route("PATCH", "/api/v1/admin/locations/us-east/", "admin", "{\"name\": \"East\"}"),
                new Route("GET", HOSTS, "admin", ""),
                new Route("POST", HOSTS, "admin", """
                        {"name": "new", "location": "eu-central", "hypervisor": "simulated", "uri": "test:///new",
                         "vcpus": 1, "memory": 512, "storage": 10}"""),
                new Route("GET", HOSTS + "9/", "admin", ""),
                new Route("POST", HOSTS + "9/drain/", "admin", ""),
                new Route("POST", HOSTS + "9/activate/", "admin", ""),
                new Route("GET", "/api/v1/admin/address-pools/", "admin", ""),
                new Route(
                        "POST",
                        "/api/v1/admin/address-pools/",
                        "admin",
                        "{\"location\": \"eu-central\", \"cidr\": \"198.18.0.0/28\"}"),
                new Route("DELETE", one, "servers:write", ""));
    }

    boolean takesBody() {
        return !body.isEmpty();
    }

    boolean isForAnyToken() {
        return scope.equals(ANY_TOKEN);
    }

    boolean isAdmin() {
        return scope.equals("admin");
    }

    ApiClient.Call call(ApiClient client) {
        ApiClient.Call call = client.call(method, path);
        return takesBody() ? call.body(body) : call;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
