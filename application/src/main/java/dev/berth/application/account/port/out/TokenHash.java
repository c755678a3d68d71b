package dev.berth.application.account.port.out;

/**
 * What is kept of a token's secret.
 *
 * @param sha256 64 hexadecimal digits, lower case
 */
public record TokenHash(String sha256) {}
