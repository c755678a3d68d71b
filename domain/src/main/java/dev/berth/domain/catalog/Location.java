package dev.berth.domain.catalog;

/**
 * A data centre.
 *
 * @param code its code
 * @param name what customers see
 * @param retired its servers stay, new ones are refused
 */
public record Location(LocationCode code, String name, boolean retired) {}
