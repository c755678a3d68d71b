package dev.berth.bootstrap;

import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.operation.service.OperationWaiters;
import dev.berth.application.operation.service.WorkerPool;
import dev.berth.bootstrap.FirstStart.NewSecrets;
import dev.berth.grpc.GrpcListener;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** A Berth that runs, from its start until it is closed. */
public final class Berth implements AutoCloseable {
    private final ApplicationContext context;
    private final EmbeddedServer http;
    private final GrpcListener grpc;
    private final NewSecrets newSecrets;

    private Berth(ApplicationContext context, EmbeddedServer http, GrpcListener grpc, NewSecrets newSecrets) {
        this.context = context;
        this.http = http;
        this.grpc = grpc;
        this.newSecrets = newSecrets;
    }

    /**
     * Starts everything, in this order: the database, the first tokens, the workers, the API.
     *
     * @param overrides settings that take precedence over all others
     */
    public static Berth start(Map<String, Object> overrides) {
        return start(overrides, secrets -> {});
    }

    /** @param onNewSecrets told as soon as they are made, for what fails after that must not make them lost */
    static Berth start(Map<String, Object> overrides, Consumer<NewSecrets> onNewSecrets) {
        Map<String, Object> settings = ComputedSettings.from(System.getenv());
        settings.putAll(overrides);
        ApplicationContext context =
                ApplicationContext.builder().properties(settings).banner(false).start();
        try {
            return start(context, onNewSecrets);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    private static Berth start(ApplicationContext context, Consumer<NewSecrets> onNewSecrets) {
        SettingsCheck.requireValid(context);
        FirstStart firstStart = context.getBean(FirstStart.class);
        if (firstStart.isEmbedded()) {
            context.getBean(Replicas.class).removeAll(); // this process has the file alone: the others are dead
        }
        NewSecrets newSecrets = firstStart.ensure();
        onNewSecrets.accept(newSecrets);
        context.getBean(OperationWaiters.class).start();
        context.getBean(WorkerPool.class).start();
        context.getBean(RecurringJobs.class).start();
        EmbeddedServer http = context.getBean(EmbeddedServer.class).start(); // starts the one for gRPC too
        return new Berth(context, http, context.getBean(GrpcListener.class), newSecrets);
    }

    /** Where the API is. */
    public URI uri() {
        return http.getURI();
    }

    /** Where the same is over gRPC: host and port. */
    public String grpcAddress() {
        return grpc.address();
    }

    NewSecrets newSecrets() {
        return newSecrets;
    }

    public ApplicationContext context() {
        return context;
    }

    /** Hands on what is being worked on, tells those who wait, stops taking requests, lets go of the database. */
    @Override
    public void close() {
        // before the pool of connections, in an order of which the context knows nothing; what is accepted after this
        // waits for the next start, or is another replica's
        context.getBean(RecurringJobs.class).close();
        context.getBean(WorkerPool.class).close();
        context.getBean(OperationWaiters.class).close(); // told while their connections are still there
        http.stop();
        grpc.shutDownNow();
        context.close();
    }
}
