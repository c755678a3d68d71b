package dev.berth.rest.operation;

import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.FieldType;
import dev.berth.rest.request.RequiresScope;
import dev.berth.rest.request.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Shows how far a change has come. */
@Controller("/api/v1/operations")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperationController {
    private static final Pattern WAIT = Pattern.compile("([1-9]|[1-5][0-9]|60)s");

    private final OperationQueries queries;

    OperationController(OperationQueries queries) {
        this.queries = queries;
    }

    /** A thread reads the operation; none waits for it. Micronaut cancels nothing when a client goes away. */
    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_READ)
    CompletionStage<HttpResponse<?>> get(ApiRequest request, String id) {
        Value<Duration> wait = request.query().optional("wait", OperationController::wait);
        request.requireValid();
        OperationId wanted = new OperationId(request.id(id, ErrorCode.OPERATION_NOT_FOUND));
        CompletableFuture<Operation> operation = queries.await(request.account(), wanted, wait.orElse(Duration.ZERO))
                .toCompletableFuture();
        try {
            request.requireJsonAccepted();
        } catch (HttpStatusException e) {
            operation.cancel(false);
            throw e;
        }
        return operation.thenApply(found -> Answers.ok(OperationResponse.of(found)));
    }

    private static Duration wait(String text) {
        if (!WAIT.matcher(text).matches()) {
            throw FieldType.refused("out_of_range", "Must be 1s to 60s, in whole seconds, such as 30s.");
        }
        return Duration.ofSeconds(Long.parseLong(text, 0, text.length() - 1, 10));
    }
}
