package dev.berth.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.application.operation.service.ReplicaLease;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What load balancers and service managers ask, on a port of its own: it answers, too, when the API has more to do than
 * it can.
 */
@Singleton
final class ManagementServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final ReplicaLease lease;
    private final ManagementSettings settings;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "management");
        thread.setDaemon(true);
        return thread;
    });

    private @Nullable HttpServer server;
    private volatile boolean stopping;

    ManagementServer(ReplicaLease lease, ManagementSettings settings) {
        this.lease = lease;
        this.settings = settings;
    }

    void start() {
        try {
            // read once by the JDK's server, in seconds: whoever sends half a request must not keep a thread
            System.setProperty("sun.net.httpserver.maxReqTime", "5");
            System.setProperty("sun.net.httpserver.maxRspTime", "5");
            HttpServer started =
                    HttpServer.create(new InetSocketAddress(settings.host(), Math.max(settings.port(), 0)), 0);
            started.createContext("/", this::handle);
            started.setExecutor(threads);
            started.start();
            server = started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on whoever asks is told to send requests elsewhere. */
    void announceStop() {
        stopping = true;
    }

    /** Where it is asked whether this replica is ready. */
    URI readiness() {
        HttpServer running = server;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://%s:%d/health/ready"
                .formatted(settings.host(), running.getAddress().getPort()));
    }

    @Override
    public void close() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, METHOD_NOT_ALLOWED, "method_not_allowed");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/health/live" -> answer(exchange, OK, "live");
                case "/health/ready" -> answerReadiness(exchange);
                default -> answer(exchange, NOT_FOUND, "not_found");
            }
        }
    }

    private void answerReadiness(HttpExchange exchange) throws IOException {
        if (stopping) {
            answer(exchange, UNAVAILABLE, "stopping");
        } else if (!lease.isAlive()) {
            answer(exchange, UNAVAILABLE, "database_unavailable");
        } else {
            answer(exchange, OK, "ready");
        }
    }

    private static void answer(HttpExchange exchange, int code, String status) throws IOException {
        byte[] body = "{\"status\": \"%s\"}\n".formatted(status).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }
}
