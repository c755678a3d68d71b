package dev.berth.grpc;

import dev.berth.grpc.request.StrictMessages;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** What every gRPC server is expected to have, and nobody needs a token for. */
@Factory
final class OpenServices {
    @Singleton
    HealthStatusManager healthStatus() {
        return new HealthStatusManager();
    }

    /** Micronaut's own is switched off: it answers a malformed message as a fault of ours. */
    @Singleton
    BindableService health(HealthStatusManager status) {
        BindableService health = status.getHealthService();
        return () -> StrictMessages.of(health.bindService());
    }

    @Singleton
    BindableService reflection() {
        BindableService reflection = ProtoReflectionServiceV1.newInstance();
        return () -> StrictMessages.of(reflection.bindService());
    }

    /** The version before, which older tools ask for. */
    @Singleton
    @SuppressWarnings("deprecation")
    BindableService oldReflection() {
        BindableService reflection = io.grpc.protobuf.services.ProtoReflectionService.newInstance();
        return () -> StrictMessages.of(reflection.bindService());
    }
}
