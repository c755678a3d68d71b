package dev.berth.application.server.port.in;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list.
 *
 * @param limit at most this many, 1 to 1000
 * @param after only what comes after this id; 0 for the first page
 * @param total the filtered total as of the first page; null on the first page, which counts it
 */
public record PageRequest(int limit, long after, @Nullable Long total) {}
