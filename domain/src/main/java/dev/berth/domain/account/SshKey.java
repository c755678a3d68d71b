package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Instant;
import java.util.Map;

/**
 * A key that an account can have installed on its new servers.
 *
 * @param id its id
 * @param accountId whose
 * @param name what its owner calls it; need not be unique
 * @param publicKey the key itself; an account has each only once
 * @param createdAt when it was added
 */
public record SshKey(SshKeyId id, AccountId accountId, String name, SshPublicKey publicKey, Instant createdAt) {
    /** How many an account can have. */
    public static final int MAX_PER_ACCOUNT = 100;

    /** Refuses one more to an account that has so many. */
    public static void requireRoomBeside(int others) {
        if (others >= MAX_PER_ACCOUNT) {
            throw new DomainException(
                    ErrorCode.QUOTA_EXCEEDED,
                    "The account has %d of at most %d SSH keys. Delete one that is not needed any more."
                            .formatted(others, MAX_PER_ACCOUNT),
                    Map.of("used", others, "max", MAX_PER_ACCOUNT));
        }
    }

    /** The refusal of a key that the account has already. */
    public static DomainException alreadyExists(SshPublicKey publicKey) {
        return new DomainException(
                ErrorCode.ALREADY_EXISTS,
                "The account has this SSH key already, perhaps under another name. Use that one.",
                Map.of("fingerprint", publicKey.fingerprint()));
    }
}
