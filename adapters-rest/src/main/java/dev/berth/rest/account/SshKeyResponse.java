package dev.berth.rest.account;

import dev.berth.domain.account.SshKey;
import dev.berth.rest.request.Representation;
import dev.berth.rest.request.Times;

/** An SSH key. */
@Representation
record SshKeyResponse(long id, String name, String publicKey, String fingerprint, String createdAt) {
    static SshKeyResponse of(SshKey key) {
        return new SshKeyResponse(
                key.id().value(),
                key.name(),
                key.publicKey().text(),
                key.publicKey().fingerprint(),
                Times.format(key.createdAt()));
    }
}
