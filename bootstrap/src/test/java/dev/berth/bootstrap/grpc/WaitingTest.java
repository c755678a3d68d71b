package dev.berth.bootstrap.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.longrunning.GetOperationRequest;
import com.google.longrunning.Operation;
import com.google.longrunning.OperationsGrpc;
import com.google.longrunning.OperationsGrpc.OperationsFutureStub;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Duration;
import dev.berth.application.operation.service.OperationWaiters;
import dev.berth.bootstrap.OnEveryDatabase;
import dev.berth.bootstrap.grpc.Api.Refusal;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status.Code;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What waiting for an operation costs. Alone in its process: it counts threads. */
@OnEveryDatabase
@Isolated
class WaitingTest {
    private static final int WAITERS = 1_000;
    private static final int WARM_UP = 400;
    private static RunningBerth berth;
    private static String operation;

    @BeforeAll
    static void start() {
        // one worker, for a pool of them grows while it is counted
        berth = new RunningBerth(Map.of("berth.simulated-boot-time", "10m", "berth.workers", 1));
        operation = berth.api().servers().createServer(Api.newServer("slow")).getName();
    }

    @AfterAll
    static void stop() {
        berth.close();
    }

    @Test
    void a_thousand_waiters_cost_at_most_two_threads_more_than_none() throws Exception {
        // on one thread, so that the client's own do not count
        ManagedChannel channel = ManagedChannelBuilder.forTarget(berth.grpcAddress())
                .usePlaintext()
                .directExecutor()
                .build();
        OperationsFutureStub stub = Api.as(RunningBerth.TOKEN, OperationsGrpc.newFutureStub(channel));
        List<ListenableFuture<Operation>> warmUp = new ArrayList<>();
        for (int i = 0; i < WARM_UP; i++) {
            warmUp.add(stub.getOperation(
                    GetOperationRequest.newBuilder().setName(operation).build()));
        }
        for (ListenableFuture<Operation> call : warmUp) {
            assertThat(call.get(1, TimeUnit.MINUTES).getDone()).isFalse();
        }
        int before = Thread.getAllStackTraces().size();

        List<ListenableFuture<Operation>> waiting = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            waiting.add(stub.waitOperation(
                    WaitOperationRequest.newBuilder().setName(operation).build()));
        }
        until(() -> waiters() == WAITERS);
        int during = Thread.getAllStackTraces().size();

        System.out.printf("threads: %d with none waiting, %d with %d waiting%n", before, during, WAITERS);
        assertThat(during).isLessThanOrEqualTo(before + 2);
        assertThat(waiting).noneMatch(ListenableFuture::isDone);
        waiting.forEach(call -> call.cancel(true));
        until(() -> waiters() == 0);
        channel.shutdownNow();
    }

    @Test
    void a_client_that_is_killed_while_it_waits_leaves_nothing() throws Exception {
        int waiters = 50;
        Process client = new ProcessBuilder(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Client.class.getName(),
                        berth.grpcAddress(),
                        operation,
                        Integer.toString(waiters))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            until(() -> waiters() == waiters);
        } finally {
            client.destroyForcibly();
        }
        until(() -> waiters() == 0);
    }

    @Test
    void nobody_waits_on_when_the_deadline_is_over() {
        Refusal refusal = Refusal.of(() -> berth.api()
                .operations()
                .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                .waitOperation(
                        WaitOperationRequest.newBuilder().setName(operation).build()));
        assertThat(refusal.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        until(() -> waiters() == 0);
    }

    @Test
    void a_wait_that_is_over_answers_what_there_is() {
        Operation state = berth.api()
                .operations()
                .waitOperation(WaitOperationRequest.newBuilder()
                        .setName(operation)
                        .setTimeout(Duration.newBuilder().setNanos(200_000_000))
                        .build());
        assertThat(state.getDone()).isFalse();
        assertThat(state.hasMetadata()).isTrue();
    }

    @Test
    void a_stop_of_berth_tells_who_waits_how_it_stands() throws Exception {
        RunningBerth other = new RunningBerth(Map.of("berth.simulated-boot-time", "10m"));
        String slow = other.api().servers().createServer(Api.newServer("slow")).getName();
        ManagedChannel channel = Api.newChannel(other.grpcAddress());
        ListenableFuture<Operation> call = Api.as(RunningBerth.TOKEN, OperationsGrpc.newFutureStub(channel))
                .waitOperation(WaitOperationRequest.newBuilder().setName(slow).build());
        until(() -> other.bean(OperationWaiters.class).size() == 1);

        long begin = System.nanoTime();
        other.close();

        assertThat(call.get(10, TimeUnit.SECONDS).getDone()).isFalse();
        assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(20));
        channel.shutdownNow();
    }

    @Test
    void calls_run_on_virtual_threads_where_the_jvm_has_them() throws Exception {
        ExecutorService calls = berth.bean(ExecutorService.class, Qualifiers.byName("grpc"));
        String thread = calls.submit(() -> Thread.currentThread().toString()).get();
        assertThat(thread.contains("VirtualThread")).isEqualTo(Runtime.version().feature() >= 21);
    }

    private static int waiters() {
        return berth.bean(OperationWaiters.class).size();
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A program that waits until it is killed. */
    static final class Client {
        private Client() {}

        public static void main(String[] args) throws IOException {
            OperationsFutureStub stub =
                    Api.as(RunningBerth.TOKEN, OperationsGrpc.newFutureStub(Api.newChannel(args[0])));
            for (int i = 0; i < Integer.parseInt(args[2]); i++) {
                var ignored = stub.waitOperation(
                        WaitOperationRequest.newBuilder().setName(args[1]).build());
            }
            int ignored = System.in.read();
        }
    }
}
