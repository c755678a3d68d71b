package dev.berth.domain.placement;

import dev.berth.domain.catalog.LocationCode;
import java.time.Instant;

/**
 * Addresses that a location has been given. Of several IPv6 prefixes the latest is the one that new servers get their
 * addresses of; servers that have one of an earlier prefix keep it.
 *
 * @param id its id
 * @param location where its servers are
 * @param block its addresses
 * @param createdAt when it was added
 */
public record AddressPool(AddressPoolId id, LocationCode location, AddressBlock block, Instant createdAt) {}
