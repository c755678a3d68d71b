package dev.berth.grpc;

import io.micronaut.grpc.server.GrpcEmbeddedServer;
import jakarta.inject.Singleton;

/** The socket on which gRPC is served. Micronaut opens it together with the one for HTTP. */
@Singleton
public final class GrpcListener {
    private final GrpcEmbeddedServer server;

    GrpcListener(GrpcEmbeddedServer server) {
        this.server = server;
    }

    /** Where it is: host and port. */
    public String address() {
        return server.getHost() + ":" + server.getPort();
    }

    /** Ends what is still under way; a wait for an operation can be taken up again, here or with another replica. */
    public void shutDownNow() {
        server.getServer().shutdownNow();
    }
}
