package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** 100,000 servers listed by a process that has not the memory to hold them. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FullListTest {
    private static final int SERVERS = 100_000;
    private static final int STOPPED = 10_000;

    @TempDir
    static Path folder;

    private BerthProcess berth;
    private ApiClient demo;

    @BeforeAll
    void insert() {
        Database database = Database.fresh(folder);
        try (RunningBerth filledIn = RunningBerth.on(database, Map.of())) {
            long account = database.number("SELECT id FROM accounts");
            long started = System.nanoTime();
            database.insertServers(account, SERVERS - 2 * STOPPED, "us-west", "active");
            database.insertServers(account, STOPPED, "us-west", "stopped");
            database.insertServers(account, STOPPED, "us-east", "stopped");
            database.update("ANALYZE"); // as PostgreSQL does by itself, but not at once
            System.out.printf("inserted %,d servers in %d ms%n", SERVERS, millisSince(started));
        }
        berth = BerthProcess.on(database).withOption("-Xmx192m").start();
        demo = berth.client(RunningBerth.DEMO_TOKEN);
    }

    @AfterAll
    void stop() {
        berth.close();
        assertThat(berth.output()).doesNotContain("OutOfMemory");
    }

    @Test
    void full_lists_are_complete_beside_each_other_and_beside_a_slow_reader() throws IOException {
        CountDownLatch slowHasBegun = new CountDownLatch(1);
        CountDownLatch othersHaveEnded = new CountDownLatch(1);
        CompletableFuture<Integer> slow = Background.start(() -> {
            try (InputStream list = new SlowAtFirst(open("/api/v1/servers/"), slowHasBegun, othersHaveEnded)) {
                return read(list);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        await(slowHasBegun);
        long started = System.nanoTime();
        CompletableFuture<Integer> first = Background.start(() -> list("/api/v1/servers/"));
        CompletableFuture<Integer> second = Background.start(() -> list("/api/v1/servers/"));
        assertThat(first.join()).isEqualTo(SERVERS);
        assertThat(second.join()).isEqualTo(SERVERS);
        long millis = millisSince(started);
        System.out.printf(
                "two full lists of %,d servers at once: %d ms, %,d rows/s%n",
                SERVERS, millis, 2000L * SERVERS / millis);
        assertThat(slow.isDone()).isFalse();
        othersHaveEnded.countDown();
        assertThat(slow.join()).isEqualTo(SERVERS);
    }

    @Test
    void a_list_with_filters_streams_too() {
        assertThat(list("/api/v1/servers/?status=stopped")).isEqualTo(2 * STOPPED);
        assertThat(list("/api/v1/servers/?location=us-east")).isEqualTo(STOPPED);
        assertThat(list("/api/v1/servers/?location=us-west&status=stopped")).isEqualTo(STOPPED);
        assertThat(list("/api/v1/servers/?status=error")).isZero();
    }

    @Test
    void clients_that_leave_in_mid_stream_do_no_harm() {
        // more than may be under way at once: each must give its place back
        for (int i = 0; i < 40; i++) {
            Await.until("there is room for a list", this::beginsAndLeaves);
        }
        Await.until(
                "a list can be had again",
                Duration.ofSeconds(20),
                () -> demo.call("HEAD", "/api/v1/servers/").send().status(),
                status -> status == 200);
        assertThat(list("/api/v1/servers/")).isEqualTo(SERVERS);
    }

    @Test
    void a_walk_through_pages_finds_as_many() {
        int walked = 0;
        long last = 0;
        String next = "/api/v1/servers/?limit=1000";
        while (next != null) {
            JsonNode page = demo.get(next).expect(200).json();
            assertThat(page.get("count").intValue()).isEqualTo(SERVERS);
            for (JsonNode server : page.get("results")) {
                assertThat(server.get("id").longValue()).isGreaterThan(last);
                last = server.get("id").longValue();
                walked++;
            }
            next = page.get("next").textValue();
        }
        assertThat(walked).isEqualTo(SERVERS);
    }

    /** False when there was no room for one more, as before the server has noticed who left. */
    private boolean beginsAndLeaves() {
        try (RawConnection connection = demo.connect()) {
            connection.send("GET /api/v1/servers/ HTTP/1.1\r\nHost: berth\r\nAuthorization: Bearer "
                    + RunningBerth.DEMO_TOKEN + "\r\n\r\n");
            int status = connection.status();
            assertThat(status).isIn(200, 503);
            if (status == 200) {
                connection.skip(100_000);
            }
            return status == 200;
        }
    }

    private int list(String path) {
        try (InputStream list = open(path)) {
            return read(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client that reads as slowly as it likes: the connection itself makes the server wait. */
    private InputStream open(String path) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) demo.base().resolve(path).toURL().openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + RunningBerth.DEMO_TOKEN);
        connection.setReadTimeout(30_000);
        assertThat(connection.getResponseCode()).isEqualTo(200);
        return connection.getInputStream();
    }

    /** Reads a list to its end, which must be one, and returns its length. */
    private static int read(InputStream list) throws IOException {
        int results = 0;
        long lastId = 0;
        int count = -1;
        try (JsonParser json = ApiClient.JSON.createParser(list)) {
            assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("count")) {
                    count = json.getIntValue();
                } else {
                    assertThat(field).isEqualTo("results");
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        long id = id(json);
                        assertThat(id).isGreaterThan(lastId);
                        lastId = id;
                        results++;
                    }
                }
            }
            assertThat(json.currentToken()).isEqualTo(JsonToken.END_OBJECT);
            assertThat(json.nextToken()).isNull();
        }
        assertThat(count).isEqualTo(results);
        return results;
    }

    private static long id(JsonParser json) throws IOException {
        long id = 0;
        int fields = 0;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals("id")) {
                id = json.getLongValue();
            }
            json.skipChildren();
            fields++;
        }
        assertThat(fields).isEqualTo(10);
        return id;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long millisSince(long nanos) {
        return Math.max(1, Duration.ofNanos(System.nanoTime() - nanos).toMillis());
    }

    /** Reads a little, waits until it is told, and reads the rest. */
    private static final class SlowAtFirst extends FilterInputStream {
        private final CountDownLatch begun;
        private final CountDownLatch goOn;
        private long read;

        SlowAtFirst(InputStream in, CountDownLatch begun, CountDownLatch goOn) {
            super(in);
            this.begun = begun;
            this.goOn = goOn;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (read > 100_000) {
                begun.countDown();
                await(goOn);
            }
            int got = super.read(target, offset, length);
            read += Math.max(got, 0);
            return got;
        }
    }
}
