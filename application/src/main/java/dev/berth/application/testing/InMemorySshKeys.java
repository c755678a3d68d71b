package dev.berth.application.testing;

import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

final class InMemorySshKeys implements SshKeyRepository {
    private final InMemoryTransactions transactions;
    private final InMemoryTable<Long, SshKey> keys;
    private final AtomicLong lastId = new AtomicLong();

    InMemorySshKeys(InMemoryTransactions transactions) {
        this.transactions = transactions;
        keys = new InMemoryTable<>(transactions);
    }

    @Override
    public Optional<SshKey> insert(AccountId account, String name, SshPublicKey publicKey, Instant now) {
        return transactions.statement(() -> {
            String fingerprint = publicKey.fingerprint();
            if (list(account).stream()
                    .anyMatch(key -> key.publicKey().fingerprint().equals(fingerprint))) {
                return Optional.empty();
            }
            SshKey key = new SshKey(new SshKeyId(lastId.incrementAndGet()), account, name, publicKey, now);
            keys.put(key.id().value(), key);
            return Optional.of(key);
        });
    }

    @Override
    public int count(AccountId account) {
        return list(account).size();
    }

    @Override
    public List<SshKey> list(AccountId account) {
        return keys.rows().stream()
                .filter(key -> key.accountId().equals(account))
                .toList();
    }

    @Override
    public Optional<SshKey> find(AccountId account, SshKeyId key) {
        return keys.get(key.value()).filter(found -> found.accountId().equals(account));
    }

    @Override
    public boolean delete(AccountId account, SshKeyId key) {
        return transactions.statement(() -> {
            boolean isThere = find(account, key).isPresent();
            if (isThere) {
                keys.remove(key.value());
            }
            return isThere;
        });
    }
}
