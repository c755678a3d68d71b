package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.account.Money;
import dev.berth.domain.account.SshPublicKey;
import dev.berth.domain.catalog.LocationCode;
import dev.berth.domain.catalog.OperatingSystemId;
import dev.berth.domain.catalog.PlanId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server was accepted as: all of it that never changes.
 *
 * @param id its id
 * @param machine the name of its machine on hypervisors
 * @param accountId whose it is
 * @param planId its size
 * @param osId what it was installed with
 * @param sshKey what was installed on it to log in with, as it was then; null: nothing
 * @param location where it is
 * @param ipv4 its address
 * @param ipv6 its address
 * @param priceHourly its plan's at its creation
 * @param priceMonthly its plan's at its creation
 * @param createdAt when it was accepted
 */
public record ServerOrigin(
        ServerId id,
        UUID machine,
        AccountId accountId,
        PlanId planId,
        OperatingSystemId osId,
        @Nullable SshPublicKey sshKey,
        LocationCode location,
        String ipv4,
        String ipv6,
        Money priceHourly,
        Money priceMonthly,
        Instant createdAt) {}
