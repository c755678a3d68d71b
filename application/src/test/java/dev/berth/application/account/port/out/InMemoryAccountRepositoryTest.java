package dev.berth.application.account.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryAccountRepositoryTest extends AccountRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
