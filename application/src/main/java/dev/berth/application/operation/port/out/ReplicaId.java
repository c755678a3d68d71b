package dev.berth.application.operation.port.out;

import java.util.UUID;

/** The name of one running process of Berth, never used twice. */
public record ReplicaId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
