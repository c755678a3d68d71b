package dev.berth.domain.server;

import dev.berth.domain.account.AccountId;

/**
 * A server as one account names it; the same id under another account is not found.
 *
 * @param account who is asking
 * @param server which server
 */
public record ServerRef(AccountId account, ServerId server) {}
