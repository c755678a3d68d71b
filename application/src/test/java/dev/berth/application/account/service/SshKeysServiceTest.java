package dev.berth.application.account.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.application.account.port.in.CreateSshKeyCommand;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SshKeysServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-10T14:30:00Z"), ZoneOffset.UTC);

    private final InMemoryStore store = new InMemoryStore(CLOCK);
    private final SshKeysService service =
            new SshKeysService(store.transactions(), store.accounts(), store.sshKeys(), CLOCK);
    private final AccountId account = account();
    private final AccountId other = account();

    @Test
    void a_new_key_is_got_and_listed() {
        SshPublicKey publicKey = Fixtures.sshPublicKey();
        SshKey key = service.create(new CreateSshKeyCommand(account, "laptop", publicKey));
        assertThat(key).isEqualTo(new SshKey(key.id(), account, "laptop", publicKey, CLOCK.instant()));
        assertThat(service.get(account, key.id())).isEqualTo(key);
        SshKey second = add(account);
        assertThat(service.list(account)).containsExactly(key, second);
    }

    @Test
    void a_key_of_another_account_is_not_found() {
        SshKey key = add(account);
        assertThat(refused(() -> service.get(other, key.id())).code()).isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
        assertThat(refused(() -> service.delete(other, key.id())).code()).isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
        assertThat(service.list(other)).isEmpty();
        assertThat(service.list(account)).containsExactly(key);
    }

    @Test
    void a_deleted_key_is_not_found() {
        SshKey key = add(account);
        service.delete(account, key.id());
        assertThat(refused(() -> service.get(account, key.id())).code()).isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
        DomainException refused = refused(() -> service.delete(account, key.id()));
        assertThat(refused.code()).isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
        assertThat(refused.details()).containsEntry("ssh_key_id", key.id().value());
        assertThat(refused(() -> service.get(account, new SshKeyId(404))).code())
                .isEqualTo(ErrorCode.SSH_KEY_NOT_FOUND);
    }

    @Test
    void the_same_key_twice_is_refused_whatever_its_name_and_comment() {
        SshKey key = add(account);
        SshPublicKey commented = SshPublicKey.parse(key.publicKey().text() + " at home");
        DomainException refused = refused(() -> service.create(new CreateSshKeyCommand(account, "other", commented)));
        assertThat(refused.code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
        assertThat(refused.details())
                .containsEntry("fingerprint", key.publicKey().fingerprint());
        assertThat(service.list(account)).containsExactly(key);
        service.create(new CreateSshKeyCommand(other, "other", commented));
        assertThat(service.list(other)).hasSize(1);
    }

    @Test
    void an_account_has_room_for_a_hundred_keys_and_again_when_one_is_deleted() {
        List<SshKey> keys = IntStream.range(0, 100).mapToObj(i -> add(account)).toList();
        DomainException refused = refused(() -> add(account));
        assertThat(refused.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(refused.details()).containsEntry("used", 100).containsEntry("max", 100);
        assertThat(service.list(account)).isEqualTo(keys);
        add(other);

        service.delete(account, keys.get(41).id());
        add(account);
        assertThat(service.list(account)).hasSize(100);
    }

    @Test
    void who_sends_the_last_key_again_is_told_that_it_is_there() {
        IntStream.range(0, 99).forEach(i -> add(account));
        SshKey last = add(account);
        assertThat(refused(() -> service.create(new CreateSshKeyCommand(account, "laptop", last.publicKey())))
                        .code())
                .isEqualTo(ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void an_account_that_is_not_there_gets_no_key() {
        assertThat(refused(() -> add(new AccountId(404))).code()).isEqualTo(ErrorCode.ACCOUNT_NOT_FOUND);
    }

    @Test
    void an_account_that_is_closed_gets_no_key() {
        store.accounts().close(account, CLOCK.instant());
        assertThat(refused(() -> add(account)).code()).isEqualTo(ErrorCode.ACCOUNT_CLOSED);
        assertThat(service.list(account)).isEmpty();
    }

    @Test
    void a_key_needs_a_name() {
        DomainException refused = refused(() -> new CreateSshKeyCommand(account, " ", Fixtures.sshPublicKey()));
        assertThat(refused.violations()).extracting("field").containsExactly("name");
    }

    private AccountId account() {
        return store.accounts().insert("Customer", 5, CLOCK.instant()).id();
    }

    private SshKey add(AccountId owner) {
        return service.create(new CreateSshKeyCommand(owner, "laptop", Fixtures.sshPublicKey()));
    }

    private static DomainException refused(Runnable work) {
        DomainException refused = catchThrowableOfType(DomainException.class, work::run);
        assertThat(refused).isNotNull();
        return refused;
    }
}
