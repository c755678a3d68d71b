package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;
import dev.berth.domain.placement.HostId;
import org.jspecify.annotations.Nullable;

/**
 * Which of all accounts' visible servers.
 *
 * @param account only this account's; null for any
 * @param host only those on this host; null for any
 * @param status only in this status; null for any
 */
public record AdminServerFilter(
        @Nullable AccountId account,
        @Nullable HostId host,
        @Nullable ServerStatus status) {}
