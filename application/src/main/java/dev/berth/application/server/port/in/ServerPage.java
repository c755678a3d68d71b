package dev.berth.application.server.port.in;

import dev.berth.domain.server.ServerSummary;
import java.util.List;

/**
 * A part of a list.
 *
 * @param servers in ascending order of id
 * @param total the filtered total as of the first page
 * @param hasMore whether another page follows
 */
public record ServerPage(List<ServerSummary> servers, long total, boolean hasMore) {}
