package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SSH keys of accounts, and the servers that they are installed on. */
@OnEveryDatabase
class SshKeysTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    private static final String KEYS = "/api/v1/ssh-keys/";
    private static final String SERVERS = "/api/v1/servers/";

    private final Customer customer = BERTH.newCustomer();

    @Test
    void a_key_is_added_shown_listed_and_deleted() {
        String line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH6QlRova6QAf0IMsCOmqyaWuGc+JEQRFxRSI2VPglsw";
        Answer created = add(customer, "Adas Laptop 🚀", "  " + line + "   ada@example.com\\n")
                .expect(201);
        JsonNode key = created.json();
        JsonPattern.require(key, """
                {"id": "#integer", "name": "Adas Laptop 🚀", "public_key": "%s ada@example.com",
                 "fingerprint": "SHA256:RWSrTH9vUxO3ujH7EFpVysKJkVXSAccxsasCtJnJwK0", "created_at": "#time"}""".formatted(line));
        String path = KEYS + key.get("id") + "/";
        assertThat(created.header("Location")).isEqualTo(path);
        assertThat(customer.api().get(path).expect(200).json()).isEqualTo(key);
        JsonNode second =
                add(customer, "desktop", SshKeyLines.next()).expect(201).json();
        assertThat(list(customer)).containsExactly(key, second);

        assertThat(customer.api().delete(path).expect(204).body()).isEmpty();
        customer.api().get(path).expectProblem(404, "ssh_key_not_found");
        customer.api().delete(path).expectProblem(404, "ssh_key_not_found");
        assertThat(list(customer)).containsExactly(second);
    }

    @Test
    void an_account_without_keys_has_an_empty_list() {
        assertThat(customer.api().get(KEYS).expect(200).body()).isEqualTo("{\"count\":0,\"results\":[]}");
        assertThat(customer.api().call("HEAD", KEYS).expect(200).body()).isEmpty();
    }

    @Test
    void keys_of_other_accounts_do_not_exist() {
        Customer other = BERTH.newCustomer();
        JsonNode key = add(customer, "laptop", SshKeyLines.next()).expect(201).json();
        String path = KEYS + key.get("id") + "/";
        other.api().get(path).expectProblem(404, "ssh_key_not_found");
        other.api().delete(path).expectProblem(404, "ssh_key_not_found");
        assertThat(list(other)).isEmpty();
        assertThat(other.api()
                        .post(SERVERS)
                        .body(createBody(key.get("id").longValue()))
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("ssh_key_id: not_found");
        assertThat(other.list().get("count").intValue()).isZero();
        assertThat(list(customer)).containsExactly(key);
    }

    @Test
    void the_same_key_twice_is_refused_in_one_account_and_not_in_two() {
        String line = SshKeyLines.next();
        JsonNode key = add(customer, "laptop", line).expect(201).json();
        Answer refused = add(customer, "other", line + " at home").expectProblem(409, "already_exists");
        assertThat(refused.json().get("fingerprint")).isEqualTo(key.get("fingerprint"));
        assertThat(list(customer)).containsExactly(key);
        add(BERTH.newCustomer(), "laptop", line).expect(201);
    }

    @Test
    void the_same_key_is_added_once_however_many_ask_together() {
        String line = SshKeyLines.next();
        List<Integer> statuses = statuses(8, i -> add(customer, "laptop " + i, line));
        assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
        assertThat(list(customer)).hasSize(1);
    }

    @Test
    void an_account_has_a_hundred_keys_however_many_ask_together() {
        for (int i = 0; i < 97; i++) {
            add(customer, "key", SshKeyLines.next()).expect(201);
        }
        List<Integer> statuses = statuses(8, i -> add(customer, "key", SshKeyLines.next()));
        assertThat(statuses).containsOnly(201, 403);
        assertThat(statuses.stream().filter(status -> status == 201)).hasSize(3);
        assertThat(list(customer)).hasSize(100);

        JsonNode refused = add(customer, "one more", SshKeyLines.next())
                .expectProblem(403, "quota_exceeded")
                .json();
        assertThat(refused.get("used").intValue()).isEqualTo(100);
        assertThat(refused.get("max").intValue()).isEqualTo(100);
        customer.api().delete(KEYS + list(customer).get(7).get("id") + "/").expect(204);
        add(customer, "one more", SshKeyLines.next()).expect(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"public_key\": \"ssh-rsa\"}                        | name: required, public_key: invalid_format",
                "{\"name\": \"a\"}                                    | public_key: required",
                "{\"name\": \"a\", \"public_key\": null}            | public_key: invalid_type",
                "{\"name\": \"\", \"public_key\": 1}                | name: invalid_format, public_key: invalid_type",
                "{\"name\": \"a\", \"public_key\": \"ssh-dss AAAA\"} | public_key: unsupported_type",
                "{\"name\": \"a\", \"public_key\": \"PuTTY-User-Key-File-3: x\"} | public_key: private_key",
                "{\"name\": \"a\", \"public_key\": \"ssh-rsa AAAA\", \"id\": 1}"
                        + " | public_key: invalid_format, id: unknown_field"
            })
    void what_is_no_key_is_refused_for_all_that_is_wrong(String body, String errors) {
        Answer refused = customer.api().post(KEYS).body(body).expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly(errors.split(", "));
        assertThat(list(customer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "0", "-1", "abc", "9007199254740992", "1.5"})
    void what_is_no_key_is_not_found(String id) {
        customer.api().get(KEYS + id + "/").expectProblem(404, "ssh_key_not_found");
        customer.api().delete(KEYS + id + "/").expectProblem(404, "ssh_key_not_found");
    }

    @Test
    void a_server_s_machine_has_exactly_the_key_of_its_create() {
        JsonNode key =
                add(customer, "laptop", SshKeyLines.next() + " ada").expect(201).json();
        add(customer, "another", SshKeyLines.next()).expect(201);
        long with = create(key.get("id").longValue());
        long without = customer.createActive();
        customer.await(with, "active");
        assertThat(installed(with)).isEqualTo(key.get("public_key").textValue());
        assertThat(installed(without)).isNull();
    }

    @Test
    void a_key_that_is_deleted_before_the_machine_is_made_is_installed_all_the_same() {
        JsonNode key = add(customer, "laptop", SshKeyLines.next()).expect(201).json();
        BERTH.plantFault("ensureDefined");
        long server;
        try {
            server = create(key.get("id").longValue());
            customer.api().delete(KEYS + key.get("id") + "/").expect(204);
            assertThat(BERTH.database().query("SELECT ssh_key FROM servers WHERE id = ?", server))
                    .hasToString(
                            "[{ssh_key=%s}]".formatted(key.get("public_key").textValue()));
        } finally {
            BERTH.mend();
        }
        customer.await(server, "active");
        assertThat(installed(server)).isEqualTo(key.get("public_key").textValue());
    }

    @Test
    void a_server_stays_as_it_is_when_its_key_is_deleted() {
        JsonNode key = add(customer, "laptop", SshKeyLines.next()).expect(201).json();
        long server = create(key.get("id").longValue());
        customer.await(server, "active");
        JsonNode before = customer.server(server);
        customer.api().delete(KEYS + key.get("id") + "/").expect(204);
        assertThat(customer.server(server)).isEqualTo(before);
        assertThat(installed(server)).isEqualTo(key.get("public_key").textValue());

        customer.api().post(SERVERS + server + "/reboot/").expect(200);
        customer.await(server, "active");
        assertThat(installed(server)).isEqualTo(key.get("public_key").textValue());
        assertThat(customer.api()
                        .post(SERVERS)
                        .body(createBody(key.get("id").longValue()))
                        .expectProblem(400, "invalid_request")
                        .errors())
                .containsExactly("ssh_key_id: not_found");
    }

    private interface Request {
        ApiClient.Call number(int i);
    }

    private static List<Integer> statuses(int number, Request request) {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            ApiClient.Call call = request.number(i);
            answers.add(Background.start(call::send));
        }
        return answers.stream().map(answer -> answer.join().status()).toList();
    }

    private static ApiClient.Call add(Customer owner, String name, String publicKey) {
        return owner.api().post(KEYS).body(SshKeyLines.body(name, publicKey));
    }

    private static List<JsonNode> list(Customer owner) {
        JsonNode list = owner.api().get(KEYS).expect(200).json();
        List<JsonNode> keys = new ArrayList<>();
        list.get("results").forEach(keys::add);
        assertThat(list.get("count").intValue()).isEqualTo(keys.size());
        return keys;
    }

    private long create(long key) {
        return customer.api()
                .post(SERVERS)
                .body(createBody(key))
                .expect(201)
                .json()
                .get("id")
                .longValue();
    }

    private static String createBody(long key) {
        return Customer.createBody("us-west").replace("}", ", \"ssh_key_id\": %d}".formatted(key));
    }

    /** What is on the machine, whichever host has it. */
    private static Object installed(long server) {
        return BERTH.database()
                .query(
                        "SELECT ssh_key FROM simulated_machines WHERE defined AND machine = ?",
                        BERTH.database().machine(server))
                .get(0)
                .get("ssh_key");
    }
}
