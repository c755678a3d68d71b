package dev.berth.rest.request;

import java.util.List;

/** A list that is short enough to be answered whole. */
@Representation
record CollectionResponse(int count, List<Object> results) {}
