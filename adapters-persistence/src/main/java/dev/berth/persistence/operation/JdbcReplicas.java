package dev.berth.persistence.operation;

import dev.berth.application.operation.port.out.ReplicaId;
import dev.berth.application.operation.port.out.Replicas;
import dev.berth.persistence.Sql;
import jakarta.inject.Singleton;
import java.time.Duration;

@Singleton
final class JdbcReplicas implements Replicas {
    private static final String LEASE_END = "CURRENT_TIMESTAMP + CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";

    private final Sql sql;

    JdbcReplicas(Sql sql) {
        this.sql = sql;
    }

    @Override
    public void register(ReplicaId replica, Duration lease) {
        sql.update("DELETE FROM replicas WHERE lease_until < CURRENT_TIMESTAMP - INTERVAL '1' DAY");
        sql.update(
                "INSERT INTO replicas (lease_until, id) VALUES (" + LEASE_END + ", ?)",
                lease.toMillis(),
                replica.value());
    }

    @Override
    public boolean renew(ReplicaId replica, Duration lease) {
        return sql.update(
                        "UPDATE replicas SET lease_until = " + LEASE_END + " WHERE id = ?",
                        lease.toMillis(),
                        replica.value())
                == 1;
    }

    @Override
    public void remove(ReplicaId replica) {
        sql.update("DELETE FROM replicas WHERE id = ?", replica.value());
    }

    @Override
    public void removeAll() {
        sql.update("DELETE FROM replicas");
    }
}
