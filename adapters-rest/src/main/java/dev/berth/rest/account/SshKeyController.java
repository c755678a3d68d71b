package dev.berth.rest.account;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.domain.account.Scope;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.error.ErrorCode;
import dev.berth.rest.request.Answers;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.RequiresScope;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.List;

/** The account's SSH keys. */
@Controller(SshKeyController.PATH)
@Consumes(MediaType.ALL)
@Produces(MediaType.ALL)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SshKeyController {
    static final String PATH = "/api/v1/ssh-keys";

    private final SshKeys keys;

    SshKeyController(SshKeys keys) {
        this.keys = keys;
    }

    @Get
    @RequiresScope(Scope.ACCOUNT_READ)
    HttpResponse<?> list(ApiRequest request) {
        request.requireValid();
        List<SshKey> found = keys.list(request.account());
        request.requireJsonAccepted();
        return Answers.collection(found, SshKeyResponse::of);
    }

    @Post
    @RequiresScope(Scope.ACCOUNT_WRITE)
    HttpResponse<?> create(ApiRequest request) {
        CreateSshKeyCommand command = CreateSshKeyRequest.read(request);
        request.requireJsonAccepted();
        SshKey key = keys.create(command);
        return Answers.created(SshKeyResponse.of(key)).header(HttpHeaders.LOCATION, "%s/%s/".formatted(PATH, key.id()));
    }

    @Get("/{id:[^/]+}")
    @RequiresScope(Scope.ACCOUNT_READ)
    HttpResponse<?> get(ApiRequest request, String id) {
        request.requireValid();
        SshKey key = keys.get(request.account(), key(request, id));
        request.requireJsonAccepted();
        return Answers.ok(SshKeyResponse.of(key));
    }

    @Delete("/{id:[^/]+}")
    @RequiresScope(Scope.ACCOUNT_WRITE)
    HttpResponse<?> delete(ApiRequest request, String id) {
        request.requireValid();
        keys.delete(request.account(), key(request, id));
        return HttpResponse.noContent();
    }

    private static SshKeyId key(ApiRequest request, String id) {
        return new SshKeyId(request.id(id, ErrorCode.SSH_KEY_NOT_FOUND));
    }
}
