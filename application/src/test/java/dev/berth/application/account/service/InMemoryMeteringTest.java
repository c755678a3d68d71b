package dev.berth.application.account.service;

import dev.berth.application.testdata.Repositories;

class InMemoryMeteringTest extends MeteringContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
