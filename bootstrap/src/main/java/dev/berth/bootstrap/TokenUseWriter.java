package dev.berth.bootstrap;

import dev.berth.application.account.service.TokenUses;
import jakarta.inject.Singleton;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Writes down now and then when tokens were used here; every replica for itself. */
@Singleton
final class TokenUseWriter implements AutoCloseable {
    private static final Logger LOG = System.getLogger(TokenUseWriter.class.getName());

    private final TokenUses uses;
    private final long intervalMillis;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "token-uses");
        thread.setDaemon(true);
        return thread;
    });

    TokenUseWriter(TokenUses uses, BerthSettings settings) {
        this.uses = uses;
        this.intervalMillis = settings.tokenUseInterval().toMillis();
    }

    void start() {
        var unused = timer.scheduleWithFixedDelay(this::write, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    private void write() {
        try {
            uses.write();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the last uses of tokens could not be written, and will be with the next", e);
        }
    }

    @Override
    public void close() {
        timer.shutdown();
        write();
    }
}
