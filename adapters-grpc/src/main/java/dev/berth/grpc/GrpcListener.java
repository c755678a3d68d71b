package dev.berth.grpc;

import io.grpc.Server;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The socket on which gRPC is served. Micronaut opens it together with the one for HTTP. */
@Singleton
public final class GrpcListener {
    private final GrpcEmbeddedServer server;
    private final HealthStatusManager health;

    GrpcListener(GrpcEmbeddedServer server, HealthStatusManager health) {
        this.server = server;
        this.health = health;
    }

    /** Where it is: host and port. */
    public String address() {
        return server.getHost() + ":" + server.getPort();
    }

    /** From now on whoever asks for its health is told that it does not serve. */
    public void announceStop() {
        health.enterTerminalState();
    }

    /** Takes no more calls, and ends those that are still under way after this time. */
    public void close(Duration time) {
        Server calls = server.getServer();
        calls.shutdown();
        try {
            if (!calls.awaitTermination(time.toMillis(), TimeUnit.MILLISECONDS)) {
                calls.shutdownNow();
            }
        } catch (InterruptedException e) {
            calls.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
