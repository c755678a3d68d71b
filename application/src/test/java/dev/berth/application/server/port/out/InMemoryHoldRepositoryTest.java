package dev.berth.application.server.port.out;

import dev.berth.application.testdata.Repositories;

final class InMemoryHoldRepositoryTest extends HoldRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
