package dev.berth.domain.catalog;

/**
 * An image that a server can be installed with.
 *
 * @param id its id
 * @param name what customers see
 * @param retired still shown on old servers, refused for new ones
 */
public record OperatingSystem(OperatingSystemId id, String name, boolean retired) {}
