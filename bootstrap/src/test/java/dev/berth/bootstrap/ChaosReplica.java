package dev.berth.bootstrap;

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
    private final String application;
    private volatile boolean doomed;

    /** @param application what it is called among the database's clients */
    ChaosReplica(BerthProcess process, String application) {
        this.process = process;
        this.application = application;
    }

    /** What it is called among the replicas: at this moment, as it takes another name when a claim has failed. */
    UUID name(Database database) {
        return (UUID) database.query(
                        "SELECT id FROM replicas WHERE application = ? ORDER BY lease_until DESC LIMIT 1", application)
                .get(0)
                .get("id");
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
