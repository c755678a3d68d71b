package dev.berth.bootstrap;

/** An operation that a client was told of. */
record Accepted(long server, String kind, long operation) {}
