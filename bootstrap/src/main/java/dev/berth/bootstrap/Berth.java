package dev.berth.bootstrap;

import dev.berth.application.account.port.out.ConfiguredToken;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.application.operation.service.OperationWaiters;
import dev.berth.application.operation.service.WorkerPool;
import dev.berth.bootstrap.FirstStart.NewSecrets;
import dev.berth.grpc.GrpcListener;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import io.micronaut.runtime.server.EmbeddedServer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** A Berth that runs, from its start until it is closed. */
public final class Berth implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Berth.class.getName());

    /** A request that takes longer is cut off. */
    private static final Duration REQUESTS_END_WITHIN = Duration.ofSeconds(10);

    private final ApplicationContext context;
    private final EmbeddedServer http;
    private final GrpcListener grpc;
    private final ManagementServer management;
    private final Duration drainTime;
    private final NewSecrets newSecrets;

    private Berth(ApplicationContext context, EmbeddedServer http, NewSecrets newSecrets) {
        this.context = context;
        this.http = http;
        this.grpc = context.getBean(GrpcListener.class);
        this.management = context.getBean(ManagementServer.class);
        this.drainTime = context.getBean(BerthSettings.class).drainTime();
        this.newSecrets = newSecrets;
    }

    /**
     * Starts everything, in this order: the database, the first tokens, the workers, the API.
     *
     * @param overrides settings that take precedence over all others
     */
    public static Berth start(Map<String, Object> overrides) {
        return start(overrides, (place, secret) -> {});
    }

    /** @param onNewSecret told each before it is committed, for what fails after that must not make it lost */
    static Berth start(Map<String, Object> overrides, BiConsumer<ConfiguredToken, String> onNewSecret) {
        Map<String, Object> settings = ComputedSettings.from(System.getenv(), overrides);
        ApplicationContext context =
                ApplicationContext.builder().properties(settings).banner(false).start();
        try {
            return start(context, onNewSecret);
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    private static Berth start(ApplicationContext context, BiConsumer<ConfiguredToken, String> onNewSecret) {
        SettingsCheck.requireValid(context);
        FirstStart firstStart = context.getBean(FirstStart.class);
        if (firstStart.isEmbedded()) {
            context.getBean(Replicas.class).removeAll(); // this process has the file alone: the others are dead
        }
        NewSecrets newSecrets = firstStart.ensure(onNewSecret);
        context.getBean(OperationWaiters.class).start();
        context.getBean(WorkerPool.class).start();
        context.getBean(RecurringJobs.class).start();
        context.getBean(TokenUseWriter.class).start();
        EmbeddedServer http = context.getBean(EmbeddedServer.class).start(); // starts the one for gRPC too
        context.getBean(ManagementServer.class).start();
        return new Berth(context, http, newSecrets);
    }

    /** Where the API is. */
    public URI uri() {
        return http.getURI();
    }

    /** Where the same is over gRPC: host and port. */
    public String grpcAddress() {
        return grpc.address();
    }

    /** Where load balancers ask whether to send requests here. */
    public URI readiness() {
        return management.readiness();
    }

    NewSecrets newSecrets() {
        return newSecrets;
    }

    public ApplicationContext context() {
        return context;
    }

    /**
     * Ends in good order: says that it stops, goes on serving until that is noticed, answers what was asked, hands on
     * what is being worked on, lets go of the database.
     */
    @Override
    public void close() {
        Stream.<Runnable>of(
                        management::announceStop,
                        grpc::announceStop,
                        this::drain,
                        () -> context.getBean(OperationWaiters.class).close(), // told while their connections are there
                        this::finishRequests,
                        () -> context.getBean(RecurringJobs.class).close(),
                        () -> context.getBean(TokenUseWriter.class).close(),
                        () -> context.getBean(WorkerPool.class).close(),
                        management::close,
                        context::close)
                .forEach(Berth::attempt);
    }

    /** Whatever fails, the steps after it are wanted all the more. */
    private static void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "a step failed, going on without it", e);
        }
    }

    private void drain() {
        try {
            TimeUnit.NANOSECONDS.sleep(drainTime.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void finishRequests() {
        CompletableFuture<?> requests =
                ((GracefulShutdownCapable) http).shutdownGracefully().toCompletableFuture();
        CompletableFuture<?> calls = CompletableFuture.runAsync(() -> grpc.close(REQUESTS_END_WITHIN));
        try {
            CompletableFuture.allOf(requests, calls).get(REQUESTS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(Level.WARNING, "some requests are cut off", e);
        }
    }
}
