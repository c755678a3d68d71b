package dev.berth.grpc;

import io.grpc.ServerBuilder;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;

/** Runs calls on threads of their own, in place of those that Micronaut shares out for input and output. */
@Singleton
final class GrpcServerSetUp implements BeanCreatedEventListener<ServerBuilder<?>> {
    private final ExecutorService calls;

    GrpcServerSetUp(@Named("grpc") ExecutorService calls) {
        this.calls = calls;
    }

    @Override
    public ServerBuilder<?> onCreated(BeanCreatedEvent<ServerBuilder<?>> event) {
        return event.getBean().executor(calls);
    }
}
