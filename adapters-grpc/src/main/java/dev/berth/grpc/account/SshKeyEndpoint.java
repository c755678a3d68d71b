package dev.berth.grpc.account;

import com.google.protobuf.Empty;
import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.error.PlainText;
import dev.berth.grpc.request.Callers;
import dev.berth.grpc.request.Fields;
import dev.berth.grpc.request.Replies;
import dev.berth.grpc.request.StrictMessages;
import dev.berth.grpc.request.Value;
import dev.berth.proto.v1.CreateSshKeyRequest;
import dev.berth.proto.v1.DeleteSshKeyRequest;
import dev.berth.proto.v1.GetSshKeyRequest;
import dev.berth.proto.v1.ListSshKeysRequest;
import dev.berth.proto.v1.ListSshKeysResponse;
import dev.berth.proto.v1.SshKey;
import dev.berth.proto.v1.SshKeyServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** {@code berth.v1.SshKeyService}. */
@Singleton
final class SshKeyEndpoint implements SshKeyServiceGrpc.AsyncService, BindableService {
    private final SshKeys keys;

    SshKeyEndpoint(SshKeys keys) {
        this.keys = keys;
    }

    @Override
    public ServerServiceDefinition bindService() {
        return StrictMessages.of(SshKeyServiceGrpc.bindService(this));
    }

    @Override
    public void listSshKeys(ListSshKeysRequest request, StreamObserver<ListSshKeysResponse> observer) {
        ListSshKeysResponse.Builder answer = ListSshKeysResponse.newBuilder();
        keys.list(Callers.account()).forEach(key -> answer.addSshKeys(AccountMessages.of(key)));
        Replies.send(observer, answer.build());
    }

    @Override
    public void createSshKey(CreateSshKeyRequest request, StreamObserver<SshKey> observer) {
        Replies.send(observer, AccountMessages.of(keys.create(command(request))));
    }

    @Override
    public void getSshKey(GetSshKeyRequest request, StreamObserver<SshKey> observer) {
        Replies.send(observer, AccountMessages.of(keys.get(Callers.account(), key(request.getId()))));
    }

    @Override
    public void deleteSshKey(DeleteSshKeyRequest request, StreamObserver<Empty> observer) {
        keys.delete(Callers.account(), key(request.getId()));
        Replies.send(observer, Empty.getDefaultInstance());
    }

    private static CreateSshKeyCommand command(CreateSshKeyRequest request) {
        Fields all = Fields.ofRequest();
        Fields fields = all.in("ssh_key", request.hasSshKey());
        all.requireValid();
        SshKey sent = request.getSshKey();
        Value<String> name = fields.text("name", sent.getName(), PlainText::requireName);
        Value<SshPublicKey> publicKey = fields.text("public_key", sent.getPublicKey(), SshPublicKey::parse);
        all.requireValid();
        return new CreateSshKeyCommand(Callers.account(), name.get(), publicKey.get());
    }

    private static SshKeyId key(long id) {
        Fields fields = Fields.ofRequest();
        Value<SshKeyId> key = fields.id("id", id, SshKeyId::new);
        fields.requireValid();
        return key.get();
    }
}
