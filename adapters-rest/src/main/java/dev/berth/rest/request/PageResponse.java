package dev.berth.rest.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of a list. */
@Representation
record PageResponse(long count, @Nullable String next, List<Object> results) {}
