package dev.berth.domain.server;

import java.time.Instant;

/**
 * A hold on a server, as the record has it.
 *
 * @param kind whose it is
 * @param actor who placed it
 * @param reason why, for people
 * @param since when it was placed
 */
public record Hold(HoldKind kind, String actor, String reason, Instant since) {}
