package dev.berth.grpc.request;

/** Makes an id for a call that came without one. */
@FunctionalInterface
public interface RequestIdSource {
    /** The next id: 1 to 64 letters, digits, dots, hyphens and underscores, never the same twice. */
    String next();
}
