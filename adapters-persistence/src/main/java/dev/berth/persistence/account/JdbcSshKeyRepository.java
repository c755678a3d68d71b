package dev.berth.persistence.account;

import dev.berth.application.account.port.out.SshKeyRepository;
import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.SshKey;
import dev.berth.domain.account.SshKeyId;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.persistence.Row;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
final class JdbcSshKeyRepository implements SshKeyRepository {
    private final Sql sql;

    JdbcSshKeyRepository(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<SshKey> insert(AccountId account, String name, SshPublicKey publicKey, Instant now) {
        return sql.insertIfAbsent("""
                        INSERT INTO ssh_keys (account_id, name, public_key, fingerprint, created_at)
                        VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""", account.value(), name, publicKey.text(), publicKey.fingerprint(), now)
                .map(id -> new SshKey(new SshKeyId(id), account, name, publicKey, now));
    }

    @Override
    public int count(AccountId account) {
        long count = sql.only(
                "SELECT COUNT(*) AS total FROM ssh_keys WHERE account_id = ?",
                row -> row.number("total"),
                account.value());
        return Math.toIntExact(count);
    }

    @Override
    public List<SshKey> list(AccountId account) {
        return sql.list(
                "SELECT * FROM ssh_keys WHERE account_id = ? ORDER BY id", JdbcSshKeyRepository::key, account.value());
    }

    @Override
    public Optional<SshKey> find(AccountId account, SshKeyId key) {
        return sql.first(
                "SELECT * FROM ssh_keys WHERE id = ? AND account_id = ?",
                JdbcSshKeyRepository::key,
                key.value(),
                account.value());
    }

    @Override
    public boolean delete(AccountId account, SshKeyId key) {
        return sql.update("DELETE FROM ssh_keys WHERE id = ? AND account_id = ?", key.value(), account.value()) == 1;
    }

    private static SshKey key(Row row) throws SQLException {
        return new SshKey(
                new SshKeyId(row.number("id")),
                new AccountId(row.number("account_id")),
                row.text("name"),
                SshPublicKey.ofStored(row.text("public_key")),
                row.time("created_at"));
    }
}
