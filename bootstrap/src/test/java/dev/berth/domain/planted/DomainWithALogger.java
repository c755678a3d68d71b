package dev.berth.domain.planted;

import org.slf4j.LoggerFactory;

/** What the domain must not do, for the test that the architecture tests would notice. */
final class DomainWithALogger {
    private DomainWithALogger() {}

    static void log() {
        LoggerFactory.getLogger("domain").info("not here");
    }
}
