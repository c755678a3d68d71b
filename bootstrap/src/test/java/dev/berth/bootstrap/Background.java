package dev.berth.bootstrap;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Does several things at once: each in a thread of its own, as those of the common pool are few and for all tests. */
final class Background {
    private Background() {}

    static <T> CompletableFuture<T> start(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, command -> {
            Thread thread = new Thread(command, "test-background");
            thread.setDaemon(true);
            thread.start();
        });
    }
}
