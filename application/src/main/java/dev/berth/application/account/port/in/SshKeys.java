package dev.berth.application.account.port.in;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import java.util.List;

/** The use cases of an account's SSH keys. Servers keep the key that they were created with, whatever becomes of it. */
public interface SshKeys {
    /** All keys of the account, ascending by id. */
    List<SshKey> list(AccountId account);

    /**
     * Adds a key.
     *
     * @throws dev.berth.domain.error.DomainException {@code ALREADY_EXISTS} when the account has it, under whatever
     *     name; {@code QUOTA_EXCEEDED} when it has {@link SshKey#MAX_PER_ACCOUNT} others; {@code ACCOUNT_CLOSED}
     */
    SshKey create(CreateSshKeyCommand command);

    /**
     * One key of the account.
     *
     * @throws dev.berth.domain.error.DomainException {@code SSH_KEY_NOT_FOUND}
     */
    SshKey get(AccountId account, SshKeyId key);

    /**
     * Forgets a key.
     *
     * @throws dev.berth.domain.error.DomainException {@code SSH_KEY_NOT_FOUND}
     */
    void delete(AccountId account, SshKeyId key);
}
