package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshKeyTest {
    @Test
    void an_account_can_have_a_hundred() {
        assertThatCode(() -> SshKey.requireRoomBeside(99)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101})
    void an_account_that_has_them_is_told_how_many(int others) {
        DomainException refused = catchThrowableOfType(DomainException.class, () -> SshKey.requireRoomBeside(others));
        assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.details()).containsEntry("used", others).containsEntry("max", 100);
    }

    @Test
    void a_key_that_is_there_already_is_named_by_its_fingerprint() {
        SshPublicKey key = SshPublicKey.parse(SshKeys.line("ed25519"));
        DomainException refused = SshKey.alreadyExists(key);
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refused.details()).containsEntry("fingerprint", key.fingerprint());
    }

    @Test
    void a_key_that_is_not_there_is_named_by_its_id() {
        DomainException refused = new SshKeyId(17).notFound();
        assertThat(refused.code()).isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
        assertThat(refused.details()).containsEntry("ssh_key_id", 17L);
        assertThat(refused.detail()).contains("17");
    }
}
