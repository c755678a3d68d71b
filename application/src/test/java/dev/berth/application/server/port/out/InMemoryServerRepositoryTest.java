package dev.berth.application.server.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryServerRepositoryTest extends ServerRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
