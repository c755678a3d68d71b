package dev.berth.rest.operation;

import dev.berth.application.operation.port.in.OperationQueries;
import dev.berth.domain.account.Scope;
import dev.berth.domain.error.ErrorCode;
import dev.berth.domain.operation.Operation;
import dev.berth.domain.operation.OperationId;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Shows how far a change has come. */
@Controller("/api/v1/operations")
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class OperationController {
    private final OperationQueries queries;

    OperationController(OperationQueries queries) {
        this.queries = queries;
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.SERVERS_READ)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        OperationId wanted = new OperationId(request.id(id, ErrorCode.OPERATION_NOT_FOUND));
        Operation operation = queries.get(request.account(), wanted);
        request.requireJsonAccepted();
        return Answers.ok(OperationResponse.of(operation));
    }
}
