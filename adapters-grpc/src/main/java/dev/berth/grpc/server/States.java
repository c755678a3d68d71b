package dev.berth.grpc.server;

import dev.berth.domain.server.ServerStatus;
import dev.berth.grpc.request.Fields;
import dev.berth.proto.v1.Server.State;
import org.jspecify.annotations.Nullable;

/** A server's status as the contract writes it. */
final class States {
    private States() {}

    static State of(ServerStatus status) {
        return switch (status) {
            case PROVISIONING -> State.STATE_PROVISIONING;
            case ACTIVE -> State.STATE_ACTIVE;
            case STOPPING -> State.STATE_STOPPING;
            case STOPPED -> State.STATE_STOPPED;
            case STARTING -> State.STATE_STARTING;
            case REBOOTING -> State.STATE_REBOOTING;
            case SUSPENDED -> State.STATE_SUSPENDED;
            case ERROR -> State.STATE_ERROR;
            case DELETING, DELETED -> throw new IllegalArgumentException("not to be shown: " + status);
        };
    }

    /** The status that a filter asks for; null for any. */
    static @Nullable ServerStatus parse(State state) {
        return switch (state) {
            case STATE_UNSPECIFIED -> null;
            case STATE_PROVISIONING -> ServerStatus.PROVISIONING;
            case STATE_ACTIVE -> ServerStatus.ACTIVE;
            case STATE_STOPPING -> ServerStatus.STOPPING;
            case STATE_STOPPED -> ServerStatus.STOPPED;
            case STATE_STARTING -> ServerStatus.STARTING;
            case STATE_REBOOTING -> ServerStatus.REBOOTING;
            case STATE_SUSPENDED -> ServerStatus.SUSPENDED;
            case STATE_ERROR -> ServerStatus.ERROR;
            case UNRECOGNIZED -> throw Fields.refused("invalid_value", "There is no state with this number.");
        };
    }
}
