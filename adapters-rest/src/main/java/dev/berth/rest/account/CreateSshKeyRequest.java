package dev.berth.rest.account;

import static dev.berth.rest.request.FieldType.text;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.error.PlainText;
import dev.berth.rest.request.ApiRequest;
import dev.berth.rest.request.Fields;
import dev.berth.rest.request.Value;

/** The body of a new SSH key. */
final class CreateSshKeyRequest {
    private CreateSshKeyRequest() {}

    static CreateSshKeyCommand read(ApiRequest request) {
        Fields body = request.body();
        Value<String> name = body.required("name", text(PlainText::requireName));
        Value<SshPublicKey> publicKey = body.required("public_key", text(SshPublicKey::parse));
        request.requireValid();
        return new CreateSshKeyCommand(request.account(), name.get(), publicKey.get());
    }
}
