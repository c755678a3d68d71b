package dev.berth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.server.ServerSummary;
import dev.berth.rest.RestApi.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The list without pages: flat, whole or broken, and never too many at once. */
class FullListTest {
    private static final Map<String, Object> ONE_AT_A_TIME = Map.of("berth.rest.full-lists.max-concurrent", "1");

    private final MovableClock clock = new MovableClock();
    private final RestApi api = RestApi.start(ONE_AT_A_TIME, clock);

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_long_list_is_complete_and_counted() {
        api.servers.total = 20_001;
        var json = api.get("/api/v1/servers/").send().json();
        assertThat(json.get("count").longValue()).isEqualTo(20_001);
        assertThat(json.get("results")).hasSize(20_001);
        assertThat(json.at("/results/0/id").longValue()).isEqualTo(1);
        assertThat(json.at("/results/20000/id").longValue()).isEqualTo(20_001);
    }

    @Test
    void a_refusal_comes_before_the_status_line() {
        api.servers.refuse(DomainException.invalid("location", "not_found", "There is no such location."));
        for (int i = 0; i < 3; i++) {
            Answer answer = api.get("/api/v1/servers/?location=mars").send();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo("location");
        }
    }

    @Test
    void a_failure_in_the_middle_breaks_the_connection() throws IOException {
        api.servers.all = () -> failingAfter(2, new IllegalStateException("the database has gone"));
        assertThatThrownBy(() -> api.get("/api/v1/servers/").send()).isInstanceOf(UncheckedIOException.class);
        try (Socket socket = ask("/api/v1/servers/")) {
            String received = new String(readToEnd(socket.getInputStream()), StandardCharsets.UTF_8);
            assertThat(received).startsWith("HTTP/1.1 200 OK").contains("\"id\":3900,");
            assertThat(received).doesNotContain("count").doesNotEndWith("0\r\n\r\n");
        }
        api.servers.all = null;
        assertThat(api.get("/api/v1/servers/").send().status()).isEqualTo(200);
    }

    @Test
    void an_error_in_the_middle_breaks_the_connection_too() {
        api.servers.all = () -> failingAfter(1, new StackOverflowError());
        assertThatThrownBy(() -> api.get("/api/v1/servers/").send()).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void too_many_lists_at_once_are_a_503_and_pages_are_not_affected() throws IOException {
        api.servers.all = FullListTest::endless;
        try (Socket slow = ask("/api/v1/servers/")) {
            assertThat(slow.getInputStream().read()).isPositive();
            Answer refused = api.get("/api/v1/servers/").send();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("unavailable");
            assertThat(refused.header("retry-after")).isEqualTo("2");
            assertThat(api.get("/api/v1/servers/?limit=1").send().status()).isEqualTo(200);
        }
    }

    @Test
    void a_client_that_goes_away_gives_its_place_back() throws IOException {
        api.servers.all = FullListTest::endless;
        try (Socket slow = ask("/api/v1/servers/")) {
            assertThat(slow.getInputStream().read()).isPositive();
        }
        api.servers.all = null;
        eventually(() -> api.get("/api/v1/servers/").send().status() == 200);
    }

    @Test
    void a_slow_client_is_waited_for_and_nothing_piles_up() throws Exception {
        AtomicLong read = new AtomicLong();
        api.servers.all = () -> counting(read);
        try (Socket slow = ask("/api/v1/servers/")) {
            assertThat(slow.getInputStream().read()).isPositive();
            long before;
            do {
                before = read.get();
                Thread.sleep(500);
            } while (read.get() > before);
            // what the sockets' buffers hold, 100 rows of some 350 bytes to a batch
            assertThat(before).isPositive().isLessThan(400);
            assertThat(api.get("/api/v1/servers/12345/").send().status()).isEqualTo(200);
            slow.getInputStream().readNBytes(20_000_000);
            assertThat(read.get()).isGreaterThan(before);
        }
    }

    @Test
    void a_list_that_takes_too_long_is_broken_off() throws IOException {
        api.servers.all = FullListTest::endless;
        try (Socket socket = ask("/api/v1/servers/")) {
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
            clock.advance(Duration.ofMinutes(11));
            assertThat(readToEnd(socket.getInputStream())).isNotEmpty();
        }
    }

    @Test
    void the_place_of_a_list_that_took_too_long_can_be_taken() throws IOException {
        api.servers.all = FullListTest::endless;
        try (Socket stuck = ask("/api/v1/servers/")) {
            assertThat(stuck.getInputStream().read()).isPositive();
            clock.advance(Duration.ofMinutes(11));
            api.servers.all = null;
            assertThat(api.get("/api/v1/servers/").send().status()).isEqualTo(200);
        }
    }

    @Test
    void a_406_gives_its_place_back() {
        for (int i = 0; i < 3; i++) {
            assertThat(api.get("/api/v1/servers/")
                            .header("Accept", "text/html")
                            .send()
                            .status())
                    .isEqualTo(406);
        }
    }

    private Socket ask(String path) throws IOException {
        Socket socket = api.connect();
        String request = "GET %s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n";
        socket.getOutputStream()
                .write(request.formatted(path, FakeAccounts.FULL).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that comes before the end or the reset of the connection, which has to come. */
    private static byte[] readToEnd(InputStream in) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        try {
            byte[] some = new byte[8192];
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                received.write(some, 0, n);
                assertThat(received.size()).isLessThan(50_000_000);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
        return received.toByteArray();
    }

    private static void eventually(BooleanSupplier condition) {
        Instant end = Instant.now().plusSeconds(10);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
        }
    }

    private static Iterator<List<ServerSummary>> endless() {
        return FakeServers.batches(100_000_000L, 100);
    }

    private static Iterator<List<ServerSummary>> counting(AtomicLong read) {
        Iterator<List<ServerSummary>> batches = endless();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return batches.hasNext();
            }

            @Override
            public List<ServerSummary> next() {
                read.incrementAndGet();
                return batches.next();
            }
        };
    }

    private static Iterator<List<ServerSummary>> failingAfter(int goodBatches, Throwable failure) {
        Iterator<List<ServerSummary>> good = FakeServers.batches(goodBatches * 2000L, 2000);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public List<ServerSummary> next() {
                if (good.hasNext()) {
                    return good.next();
                }
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        };
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = InstantSource.system().instant();

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
