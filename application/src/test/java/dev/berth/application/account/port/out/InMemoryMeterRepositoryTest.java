package dev.berth.application.account.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryMeterRepositoryTest extends MeterRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
