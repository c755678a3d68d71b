package dev.berth.application.placement.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryHostRepositoryTest extends HostRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
