package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** One of several processes, from its start to its end. */
final class ChaosReplica {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    private final BerthProcess process;
    private final UUID name;
    private volatile boolean doomed;

    /** @param name what it is called among the replicas */
    ChaosReplica(BerthProcess process, UUID name) {
        this.process = process;
        this.name = name;
    }

    /** What it is called among the replicas; fails when it has taken another name since. */
    UUID name(Database database) {
        assertThat(database.number(
                        "SELECT COUNT(*) FROM replicas WHERE id = ? AND lease_until > CURRENT_TIMESTAMP", name))
                .as("%s is alive", name)
                .isEqualTo(1);
        return name;
    }

    ApiClient client(String token) {
        return process.client(token);
    }

    String output() {
        return process.output();
    }

    /** Whether what is sent to it may be left without an answer. */
    boolean isDoomed() {
        return doomed;
    }

    /** Whether a load balancer would send requests here. */
    boolean isReady() {
        try {
            URI readiness = process.readiness();
            HttpRequest request = HttpRequest.newBuilder(readiness)
                    .timeout(Duration.ofSeconds(1))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void kill() {
        doomed = true;
        process.kill();
    }

    /** SIGTERM; comes back when it has ended. */
    int terminate() {
        process.close();
        return process.exitCode();
    }

    void suspend() {
        process.signal("STOP");
    }

    void resume() {
        process.signal("CONT");
    }
}
