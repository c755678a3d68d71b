package dev.berth.application.scenario;

import dev.berth.application.testing.InMemoryStore;

class InMemoryBillingHistoryTest extends BillingHistoryContract {
    @Override
    protected Store newStore(SteppingClock clock) {
        return Store.of(new InMemoryStore(clock));
    }

    @Override
    protected int histories() {
        return 300;
    }
}
