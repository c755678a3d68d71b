package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A month of a thousand servers, on two replicas that are killed, bills what a calculation by hand bills. */
@Tag("chaos")
class MonthTest {
    private static final String ADMIN = "admin-token-of-the-month-test-0001";
    private static final String SERVERS = "/api/v1/servers/";
    /** A whole February lies after it, long enough to meet the monthly cap. */
    private static final Instant START = Instant.parse("2031-01-31T06:17:43Z");

    private static final Instant END = START.plus(Duration.ofDays(31));
    private static final int CUSTOMERS = 10;
    private static final int SERVERS_EACH = 100;
    private static final int KILLS = 3;

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Database database = Database.postgresql();
    private final BerthProcess[] replicas = new BerthProcess[2];
    private final List<Customer> customers = new ArrayList<>();
    private Duration ahead = Duration.ZERO;

    @Test
    void it_bills_to_the_last_ten_thousandth_what_a_calculation_by_hand_bills() {
        System.out.println("MonthTest: -Dseed=" + seed);
        aheadBy(Duration.between(Instant.now(), START));
        try {
            for (int i = 0; i < replicas.length; i++) {
                replicas[i] = start();
            }
            populate();
            int steps = 0;
            int kills = 0;
            long unpaid = 0;
            while (now().isBefore(END)) {
                aheadBy(ahead.plusSeconds(
                        1 + random.nextInt((int) Duration.ofHours(20).toSeconds())));
                if (kills < KILLS && now().isAfter(START.plus(Duration.ofDays(7L * (kills + 1))))) {
                    kill();
                    kills++;
                }
                awaitMetered();
                happenings();
                unpaid = Math.max(unpaid, number("SELECT COUNT(*) FROM server_holds WHERE kind = 'BILLING'"));
                steps++;
            }
            standStill(now().plusSeconds(random.nextInt(7_200)));
            awaitMetered();
            assertThat(kills).isEqualTo(KILLS);
            assertThat(unpaid).as("servers held for want of credit").isPositive();
            System.out.printf("MonthTest: %d steps, %s%n", steps, facts());
            compare();
        } finally {
            for (BerthProcess replica : replicas) {
                if (replica != null) {
                    replica.close();
                }
            }
        }
    }

    /** One of them is poor: its servers are suspended, until somebody adds credit. */
    private void populate() {
        admin().post("/api/v1/admin/hosts/").body("""
                        {"name": "large", "location": "us-west", "hypervisor": "simulated", "uri": null,
                         "vcpus": 100000, "memory": 1000000000, "storage": 100000000}""").expect(201);
        admin().post("/api/v1/admin/address-pools/")
                .body("{\"location\": \"us-west\", \"cidr\": \"10.0.0.0/16\"}")
                .expect(201);
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(Customer.create(admin(), i == 0 ? "120" : "100000", 2 * SERVERS_EACH));
        }
        database.update("INSERT INTO simulated_faults (kind, on_call) VALUES ('PERMANENT', 'ensureDefined')");
        customers.forEach(this::create); // one of each customer's fails, and costs nothing
        awaitRest();
        database.update("DELETE FROM simulated_faults");
        customers.parallelStream()
                .forEach(customer -> IntStream.range(0, SERVERS_EACH).forEach(i -> create(customer)));
        awaitRest();
        assertThat(number("SELECT COUNT(*) FROM servers WHERE status = 'ACTIVE'"))
                .isEqualTo(CUSTOMERS * SERVERS_EACH);
        assertThat(number("SELECT COUNT(*) FROM servers WHERE status = 'ERROR'"))
                .isEqualTo(CUSTOMERS);
    }

    private void create(Customer customer) {
        customer.api()
                .post(SERVERS)
                .body("{\"name\": \"web\", \"plan_id\": %d, \"os_id\": 5, \"location\": \"%s\"}"
                        .formatted(1 + customer.account() % 2, "us-west"))
                .expect(201);
    }

    /** What customers and operators do in between. What is refused, for a server that is suspended, changes nothing. */
    private void happenings() {
        for (Customer customer : customers) {
            List<Long> servers = Customer.ids(on(customer).list());
            for (int i = 0; i < 3; i++) {
                long server = servers.get(random.nextInt(servers.size()));
                String verb = List.of("start", "stop", "reboot").get(random.nextInt(3));
                on(customer).api().post(SERVERS + server + "/" + verb + "/").send();
            }
            long server = servers.get(random.nextInt(servers.size()));
            switch (random.nextInt(6)) {
                case 0, 1 -> on(customer).api().delete(SERVERS + server + "/").expect(204);
                case 2 ->
                    on(customer)
                            .api()
                            .post(SERVERS)
                            .body(Customer.createBody("us-west"))
                            .send();
                case 3 ->
                    admin().post("/api/v1/admin/servers/%d/suspend/".formatted(server))
                            .body("{\"reason\": \"a happening\"}")
                            .send();
                case 4 ->
                    admin().post("/api/v1/admin/servers/%d/unsuspend/".formatted(server))
                            .send();
                case 5 -> on(customer).addCredit("%d.%04d".formatted(random.nextInt(50), 1 + random.nextInt(9_999)));
                default -> throw new IllegalStateException();
            }
        }
        awaitRest();
    }

    private void kill() {
        int victim = random.nextInt(replicas.length);
        pause(random.nextInt(300)); // anywhere in a run of the meters: the random moment is the point
        replicas[victim].kill();
        replicas[victim] = start();
    }

    /** The thirty lines: every hour of every server by itself. */
    private static BigDecimal bill(
            Instant from, @Nullable Instant deleted, Instant now, BigDecimal hourly, BigDecimal monthly) {
        Map<YearMonth, BigDecimal> months = new TreeMap<>();
        Instant hour = from;
        do {
            boolean isOver = deleted == null && hour.plus(1, ChronoUnit.HOURS).isAfter(now);
            if (isOver) {
                break;
            }
            months.merge(YearMonth.from(hour.atOffset(ZoneOffset.UTC)), hourly, BigDecimal::add);
            hour = hour.plus(1, ChronoUnit.HOURS);
        } while (deleted == null || hour.isBefore(deleted));
        return months.values().stream().map(monthly::min).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void compare() {
        Instant now = now();
        Map<Object, BigDecimal> billed = new HashMap<>();
        database.query(
                        "SELECT server_id, -SUM(amount) AS amount FROM credit_entries WHERE kind = 'USAGE' GROUP BY server_id")
                .forEach(row -> billed.put(row.get("server_id"), (BigDecimal) row.get("amount")));
        Map<Object, BigDecimal> expected = new HashMap<>();
        Map<Object, BigDecimal> ofAccounts = new HashMap<>();
        int capped = 0;
        for (Map<String, Object> server : database.query("""
                SELECT s.id, s.account_id, s.created_at, s.first_active_at, s.price_hourly, s.price_monthly,
                  (SELECT MIN(o.created_at) FROM operations o WHERE o.server_id = s.id AND o.kind = 'DELETE') AS deleted_at
                FROM servers s""")) {
            BigDecimal bill = server.get("first_active_at") == null
                    ? BigDecimal.ZERO
                    : bill(
                            time(server.get("created_at")),
                            time(server.get("deleted_at")),
                            now,
                            (BigDecimal) server.get("price_hourly"),
                            (BigDecimal) server.get("price_monthly"));
            if (isCapped(server, now, bill)) {
                capped++;
            }
            if (bill.signum() != 0) {
                expected.put(server.get("id"), bill);
                ofAccounts.merge(server.get("account_id"), bill, BigDecimal::add);
            }
        }
        assertThat(expected).hasSizeGreaterThan(CUSTOMERS * SERVERS_EACH);
        assertThat(capped).as("servers that met the cap").isPositive();
        assertThat(billed).isEqualTo(expected);
        for (Map<String, Object> account : database.query("""
                SELECT a.id, a.balance, SUM(CASE WHEN e.kind = 'TOP_UP' THEN e.amount ELSE 0 END) AS added
                FROM accounts a JOIN credit_entries e ON e.account_id = a.id GROUP BY a.id, a.balance""")) {
            BigDecimal spent = ofAccounts.getOrDefault(account.get("id"), BigDecimal.ZERO);
            assertThat((BigDecimal) account.get("balance"))
                    .isEqualTo(((BigDecimal) account.get("added")).subtract(spent));
        }
        for (Customer customer : customers) {
            String credit = admin().get("/api/v1/admin/accounts/" + customer.account() + "/")
                    .expect(200)
                    .json()
                    .get("credit")
                    .textValue();
            assertThat(ledger(customer)).isEqualTo(new BigDecimal(credit));
        }
    }

    private static boolean isCapped(Map<String, Object> server, Instant now, BigDecimal bill) {
        return server.get("first_active_at") != null
                && server.get("deleted_at") == null
                && bill.compareTo(((BigDecimal) server.get("price_hourly"))
                                .multiply(BigDecimal.valueOf(Duration.between(time(server.get("created_at")), now)
                                        .toHours())))
                        < 0;
    }

    /** The sum of the ledger as its owner reads it, page by page. */
    private BigDecimal ledger(Customer customer) {
        BigDecimal sum = BigDecimal.ZERO.setScale(4);
        String path = "/api/v1/account/ledger/?limit=1000";
        while (path != null) {
            JsonNode page = on(customer).api().get(path).expect(200).json();
            for (JsonNode entry : page.get("results")) {
                sum = sum.add(new BigDecimal(entry.get("amount").textValue()));
            }
            path = page.get("next").textValue();
        }
        return sum;
    }

    private String facts() {
        return Set.of("SUSPEND", "RESUME", "START", "STOP", "REBOOT", "DELETE").stream()
                        .sorted()
                        .map(kind -> number("SELECT COUNT(*) FROM operations WHERE kind = ?", kind) + " " + kind)
                        .toList()
                + ", " + number("SELECT COUNT(*) FROM credit_entries WHERE kind = 'USAGE'") + " bookings";
    }

    private void awaitRest() {
        Await.until(
                "all operations have ended",
                () -> number("SELECT COUNT(*) FROM operations WHERE status IN ('PENDING', 'RUNNING')") == 0);
    }

    /** A run that a kill has interrupted is begun again when the dead replica's heartbeat is missed: in half a minute. */
    private void awaitMetered() {
        Instant until = now();
        Await.until(
                "all hours that have ended are booked",
                Duration.ofMinutes(2),
                () -> number("SELECT COUNT(*) FROM meters WHERE due_at <= ?", until.atOffset(ZoneOffset.UTC)),
                due -> due == 0);
    }

    private BerthProcess start() {
        return BerthProcess.on(database)
                .with("MICRONAUT_ENVIRONMENTS", TestClock.PROFILE)
                .with("BERTH_TEST_CLOCK", clock().toString())
                .with("BERTH_ADMIN_TOKEN", ADMIN)
                .with("BERTH_DEMO", "true")
                .with("BERTH_SIMULATED_BOOT_TIME", "0s")
                .with("BERTH_BILLING_INTERVAL", "200ms")
                .start();
    }

    private ApiClient admin() {
        return replicas[random.nextInt(replicas.length)].client(ADMIN);
    }

    /** The customer at one of the replicas that are there now. */
    private Customer on(Customer customer) {
        ApiClient admin = admin();
        return new Customer(customer.account(), admin, admin.with(customer.api().token()));
    }

    private long number(String sql, Object... arguments) {
        return database.number(sql, arguments);
    }

    private Instant now() {
        return TestClock.read(Instant.now(), clock());
    }

    private void aheadBy(Duration duration) {
        ahead = duration;
        set(duration.toString());
    }

    private void standStill(Instant time) {
        set(time.toString());
    }

    private Path clock() {
        return folder.resolve("clock");
    }

    /** At once, as those who read it see it. */
    private void set(String text) {
        try {
            Path next = Files.writeString(folder.resolve("clock.next"), text);
            Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable Instant time(@Nullable Object column) {
        return column == null ? null : ((Timestamp) column).toInstant();
    }
}
