package dev.berth.application.server.service;

import dev.berth.application.testdata.Repositories;

class InMemoryBillingHoldsTest extends BillingHoldsContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
