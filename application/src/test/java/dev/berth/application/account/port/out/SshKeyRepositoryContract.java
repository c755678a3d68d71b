package dev.berth.application.account.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Concurrently;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SshKeyRepository} does. */
public abstract class SshKeyRepositoryContract {
    private static final Comparator<SshKey> BY_ID =
            Comparator.comparing(key -> key.id().value());

    private Repositories store;
    private SshKeyRepository keys;
    private Fixtures fixtures;
    private AccountId account;
    private AccountId other;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        keys = store.sshKeys();
        fixtures = new Fixtures(store);
        account = fixtures.account.id();
        other = fixtures.account(1).id();
    }

    @Test
    void a_key_is_found_as_it_was_added() {
        SshPublicKey publicKey = Fixtures.sshPublicKey();
        SshKey key = keys.insert(account, "Jürgens Laptop 🚀", publicKey, fixtures.now)
                .orElseThrow();
        assertThat(key).isEqualTo(new SshKey(key.id(), account, "Jürgens Laptop 🚀", publicKey, fixtures.now));
        assertThat(key.id().value()).isPositive();
        assertThat(keys.find(account, key.id())).contains(key);
        assertThat(keys.list(account)).containsExactly(key);
        assertThat(keys.count(account)).isEqualTo(1);
    }

    @Test
    void the_longest_key_is_stored() {
        String longest = Fixtures.sshPublicKey().text();
        SshPublicKey publicKey =
                SshPublicKey.ofStored(longest + "x".repeat(SshPublicKey.MAX_LENGTH - longest.length()));
        SshKey key = keys.insert(account, "long", publicKey, fixtures.now).orElseThrow();
        assertThat(keys.find(account, key.id())).contains(key);
    }

    @Test
    void an_account_s_keys_are_listed_by_id() {
        List<SshKey> added = List.of(add(account), add(account), add(account));
        SshKey foreign = add(other);
        assertThat(keys.list(account)).containsExactlyElementsOf(added).isSortedAccordingTo(BY_ID);
        assertThat(keys.list(other)).containsExactly(foreign);
        assertThat(keys.count(account)).isEqualTo(3);
    }

    @Test
    void a_key_of_another_account_is_not_there() {
        SshKey key = add(account);
        assertThat(keys.find(other, key.id())).isEmpty();
        assertThat(keys.delete(other, key.id())).isFalse();
        assertThat(keys.list(other)).isEmpty();
        assertThat(keys.count(other)).isZero();
        assertThat(keys.find(account, key.id())).contains(key);
    }

    @Test
    void an_unknown_key_is_not_there() {
        SshKeyId unknown = new SshKeyId(9_000_000_000L);
        assertThat(keys.find(account, unknown)).isEmpty();
        assertThat(keys.delete(account, unknown)).isFalse();
    }

    @Test
    void a_key_is_deleted_once_and_its_id_is_not_given_again() {
        SshKey first = add(account);
        SshKey second = add(account);
        assertThat(keys.delete(account, second.id())).isTrue();
        assertThat(keys.delete(account, second.id())).isFalse();
        assertThat(keys.find(account, second.id())).isEmpty();
        assertThat(keys.list(account)).containsExactly(first);
        SshKey again =
                keys.insert(account, "again", second.publicKey(), fixtures.now).orElseThrow();
        assertThat(again.id().value()).isGreaterThan(second.id().value());
    }

    @Test
    void the_same_key_is_stored_once_whatever_its_name_and_comment() {
        SshKey key = add(account);
        SshPublicKey commented = SshPublicKey.parse(key.publicKey().text() + " at home");
        assertThat(keys.insert(account, "other name", commented, fixtures.now)).isEmpty();
        assertThat(keys.list(account)).containsExactly(key);
        assertThat(keys.insert(other, "mine too", commented, fixtures.now)).isPresent();
    }

    @Test
    void a_transaction_goes_on_after_a_key_that_is_there_already() {
        SshKey key = add(account);
        SshKey added = store.transactions().required(() -> {
            assertThat(keys.insert(account, "same", key.publicKey(), fixtures.now))
                    .isEmpty();
            return add(account);
        });
        assertThat(keys.list(account)).containsExactly(key, added);
    }

    @Test
    void a_key_whose_transaction_fails_is_not_added() {
        SshPublicKey publicKey = Fixtures.sshPublicKey();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    keys.insert(account, "laptop", publicKey, fixtures.now);
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(keys.list(account)).isEmpty();
        assertThat(keys.insert(account, "laptop", publicKey, fixtures.now)).isPresent();
    }

    @Test
    void of_the_same_key_added_many_times_at_once_one_is_stored() throws Exception {
        SshPublicKey publicKey = Fixtures.sshPublicKey();
        List<Optional<SshKey>> alone =
                Concurrently.run(8, () -> keys.insert(account, "alone", publicKey, fixtures.now));
        assertThat(alone.stream().flatMap(Optional::stream)).hasSize(1);
        List<Optional<SshKey>> inTransactions = Concurrently.run(
                8, () -> store.transactions().required(() -> keys.insert(other, "within", publicKey, fixtures.now)));
        assertThat(inTransactions.stream().flatMap(Optional::stream)).hasSize(1);
        assertThat(keys.count(account)).isEqualTo(1);
        assertThat(keys.count(other)).isEqualTo(1);
    }

    private SshKey add(AccountId owner) {
        return keys.insert(owner, "laptop", Fixtures.sshPublicKey(), fixtures.now)
                .orElseThrow();
    }
}
