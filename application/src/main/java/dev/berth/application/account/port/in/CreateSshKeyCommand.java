package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.error.PlainText;

/**
 * An SSH key that is to be added.
 *
 * @param account whose
 * @param name what to call it, 1 to 100 characters
 * @param publicKey the key
 */
public record CreateSshKeyCommand(AccountId account, String name, SshPublicKey publicKey) {
    public CreateSshKeyCommand {
        PlainText.requireName(name);
    }
}
