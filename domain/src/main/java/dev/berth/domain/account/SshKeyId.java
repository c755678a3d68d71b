package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Map;

/** The id of an {@link SshKey}. */
public record SshKeyId(long value) {
    /** The refusal of a key that is not there for the account. */
    public DomainException notFound() {
        return new DomainException(
                ErrorCode.SSH_KEY_NOT_FOUND,
                "There is no SSH key %d. It may have been deleted, or belong to another account.".formatted(value),
                Map.of("ssh_key_id", value));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
