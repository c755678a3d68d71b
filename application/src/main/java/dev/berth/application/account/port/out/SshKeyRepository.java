package dev.berth.application.account.port.out;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SSH keys, as they are stored. Those of other accounts are not there for an account. */
public interface SshKeyRepository {
    /**
     * Stores a new key, unless the account has one with its fingerprint.
     *
     * @return empty when it has
     */
    Optional<SshKey> insert(AccountId account, String name, SshPublicKey publicKey, Instant now);

    /** How many keys the account has. */
    int count(AccountId account);

    /** The account's keys, ascending by id. One statement. */
    List<SshKey> list(AccountId account);

    /** The account's key. One statement. */
    Optional<SshKey> find(AccountId account, SshKeyId key);

    /**
     * Removes the account's key.
     *
     * @return whether it was there
     */
    boolean delete(AccountId account, SshKeyId key);
}
