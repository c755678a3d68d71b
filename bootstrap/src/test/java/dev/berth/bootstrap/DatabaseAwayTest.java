package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.bootstrap.ApiClient.Answer;
import dev.berth.testing.RestartablePostgres;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the database does, every request is answered within ten seconds, and all is well again by itself. */
@Timeout(120)
class DatabaseAwayTest {
    /** What we promise. */
    private static final int SECONDS = 10;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @TempDir
    static Path folder;

    private static RestartablePostgres postgres;
    private static RunningBerth berth;

    private Customer customer;
    private long server;

    @BeforeAll
    static void start() {
        postgres = new RestartablePostgres(folder);
        berth = RunningBerth.on(new Database(postgres.url(), postgres.user()), Map.of());
    }

    @AfterAll
    static void stop() {
        THREADS.shutdownNow();
        berth.close();
        postgres.close();
    }

    @BeforeEach
    void createServer() {
        awaitReadiness(200);
        customer = berth.newCustomer();
        server = customer.createActive();
    }

    @Test
    void a_database_that_is_down_is_told_in_time_and_comes_back() {
        postgres.stop();
        try {
            everyRequestIsToldToComeAgain();
            awaitReadiness(503);
        } finally {
            postgres.start();
        }
        allIsWell();
    }

    @Test
    void a_database_that_is_frozen_is_told_in_time_and_comes_back() {
        postgres.freeze();
        try {
            everyRequestIsToldToComeAgain();
            awaitReadiness(503);
            everyRequestIsToldToComeAgain();
        } finally {
            postgres.thaw();
        }
        allIsWell();
    }

    @Test
    void a_database_that_only_reads_as_after_a_failover_is_left_by_itself() throws SQLException {
        execute("ALTER ROLE postgres SET default_transaction_read_only = on");
        try {
            berth.database()
                    .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'berth'");
            awaitReadiness(503);
            Answer refused = within(() -> stopServer().send()).join();
            refused.requireProblem(503, "unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();
        } finally {
            execute(
                    "SET default_transaction_read_only = off",
                    "ALTER ROLE postgres RESET default_transaction_read_only");
        }
        allIsWell();
    }

    @Test
    void a_row_that_stays_locked_is_told_in_time_and_changes_nothing() throws SQLException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM servers WHERE id = " + server + " FOR UPDATE");
            Answer refused = within(() -> stopServer().send()).join();
            refused.requireProblem(503, "unavailable");
            assertThat(customer.status(server)).as("a read waits for nobody").isEqualTo("active");
            other.rollback();
        }
        allIsWell();
    }

    @Test
    void a_pool_that_is_exhausted_is_told_in_time() throws SQLException {
        try (Connection other = connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE servers IN ACCESS EXCLUSIVE MODE"); // every request waits in a connection
            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> within(() -> getServer().send()))
                    .limit(40)
                    .toList();
            for (CompletableFuture<Answer> answer : answers) {
                answer.join().requireProblem(503, "unavailable");
            }
            other.rollback();
        }
        allIsWell();
    }

    @Test
    void a_session_that_sleeps_in_a_transaction_loses_its_locks() throws SQLException {
        String url = PostgresUrl.bounded(postgres.url());
        try (Connection sleeper = DriverManager.getConnection(url, postgres.user(), "");
                Statement statement = sleeper.createStatement()) {
            sleeper.setAutoCommit(false);
            statement.execute("SELECT * FROM servers WHERE id = " + server + " FOR UPDATE");
            Answer stopped =
                    Await.until("its locks are gone", () -> stopServer().send(), answer -> answer.status() == 200);
            assertThat(stopped.status()).isEqualTo(200);
        }
        customer.await(server, "stopped");
    }

    private void everyRequestIsToldToComeAgain() {
        List<Supplier<ApiClient.Call>> requests = List.of(
                this::getServer,
                this::stopServer,
                () -> customer.api().get("/api/v1/servers/?limit=10"),
                () -> customer.api().get("/api/v1/servers/"),
                () -> customer.api().post("/api/v1/servers/").body(Customer.createBody("us-west")),
                () -> customer.api().delete("/api/v1/servers/%d/".formatted(server)),
                () -> customer.api().get("/api/v1/operations/1/?wait=30s"));
        List<CompletableFuture<Answer>> answers = requests.stream()
                .map(request -> within(() -> request.get().send()))
                .toList();
        for (CompletableFuture<Answer> answer : answers) {
            answer.join().requireProblem(503, "unavailable");
            assertThat(answer.join().header("Retry-After")).isNotEmpty();
        }
    }

    /** Nobody has to restart anything. */
    private void allIsWell() {
        awaitReadiness(200);
        Await.until("it answers", () -> getServer().send().status(), status -> status == 200);
        assertThat(customer.status(server)).isIn("active", "stopping", "stopped");
        customer.createActive();
    }

    private ApiClient.Call getServer() {
        return customer.api().get("/api/v1/servers/%d/".formatted(server));
    }

    private ApiClient.Call stopServer() {
        return customer.api().post("/api/v1/servers/%d/stop/".formatted(server));
    }

    private static <T> CompletableFuture<T> within(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, THREADS).orTimeout(SECONDS, TimeUnit.SECONDS);
    }

    private static void awaitReadiness(int status) {
        Await.until("readiness is " + status, DatabaseAwayTest::readiness, code -> code == status);
    }

    /** Minus one when it does not answer, or not in time. */
    private static int readiness() {
        HttpRequest request = HttpRequest.newBuilder(berth.berth().readiness())
                .timeout(Duration.ofSeconds(1))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.url(), postgres.user(), "");
    }
}
