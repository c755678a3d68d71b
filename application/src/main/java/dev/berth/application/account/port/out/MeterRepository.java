package dev.berth.application.account.port.out;

import dev.berth.domain.account.Meter;
import dev.berth.domain.server.ServerId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The meters of servers, as they are stored. A meter's row is locked before its account's. */
public interface MeterRepository {
    /**
     * Gives a meter, from its creation on, to every server that has come to life and has none: a replica of a version
     * without meters brought it to life.
     *
     * @return how many
     */
    int insertMissing();

    /**
     * A meter that hours are to be booked of.
     *
     * @param deletedAt when the delete of its server was accepted by a Berth that knows no meters and runs beside this one,
     *     or did; null while the server is there
     */
    record Due(Meter meter, @Nullable Instant deletedAt) {}

    /** A meter, and as it is to be. */
    record Advance(Meter before, Meter after) {}

    /** Stores the meter of a server that has none. */
    void insert(Meter meter);

    /** The server's meter, locked until the transaction under way ends. */
    Optional<Meter> lock(ServerId server);

    /** Stores the next state of a meter that the transaction under way has locked. */
    void save(Meter meter);

    /**
     * Meters with an hour that has ended by now and is not booked, longest due first, at most {@code limit}.
     *
     * @param after only what comes after this one in that order; null from the beginning
     */
    List<Due> due(Instant now, @Nullable Meter after, int limit);

    /**
     * Stores the next states of meters, each only if it has booked as many hours as before and has not ended.
     *
     * @param advances by ascending id of the server, which is the order that they are locked in
     * @return those that were stored
     */
    List<Advance> advance(List<Advance> advances);
}
