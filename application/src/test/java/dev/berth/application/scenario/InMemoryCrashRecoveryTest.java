package dev.berth.application.scenario;

import dev.berth.application.testing.InMemoryStore;

class InMemoryCrashRecoveryTest extends CrashRecoveryContract {
    @Override
    protected Store newStore(SteppingClock clock) {
        return Store.of(new InMemoryStore(clock));
    }
}
