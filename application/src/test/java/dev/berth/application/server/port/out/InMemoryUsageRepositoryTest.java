package dev.berth.application.server.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryUsageRepositoryTest extends UsageRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
