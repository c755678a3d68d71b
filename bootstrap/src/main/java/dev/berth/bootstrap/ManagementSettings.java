package dev.berth.bootstrap;

import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * Where load balancers and service managers ask.
 *
 * @param host the address to listen on
 * @param port 0: any that is free
 */
@ConfigurationProperties("berth.management")
record ManagementSettings(String host, int port) {}
