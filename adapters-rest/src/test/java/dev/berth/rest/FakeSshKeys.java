package dev.berth.rest;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.account.port.in.SshKeys;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** SSH keys: account 7 has key 5. */
final class FakeSshKeys implements SshKeys {
    static final String LINE =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH6QlRova6QAf0IMsCOmqyaWuGc+JEQRFxRSI2VPglsw ada@example.com";

    private static final SshKey KEY = new SshKey(
            new SshKeyId(5),
            Samples.ACCOUNT,
            "laptop",
            SshPublicKey.parse(LINE),
            Instant.parse("2025-02-01T00:00:00.9Z"));

    final List<Object> changes = new ArrayList<>();

    @Override
    public List<SshKey> list(AccountId account) {
        return account.equals(Samples.ACCOUNT) ? List.of(KEY) : List.of();
    }

    @Override
    public SshKey create(CreateSshKeyCommand command) {
        if (command.name().equals("again")) {
            throw SshKey.alreadyExists(command.publicKey());
        }
        changes.add(command);
        return new SshKey(KEY.id(), command.account(), command.name(), command.publicKey(), KEY.createdAt());
    }

    @Override
    public SshKey get(AccountId account, SshKeyId key) {
        if (!account.equals(Samples.ACCOUNT) || !key.equals(KEY.id())) {
            throw key.notFound();
        }
        return KEY;
    }

    @Override
    public void delete(AccountId account, SshKeyId key) {
        changes.add(get(account, key).id());
    }
}
