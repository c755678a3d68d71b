package dev.berth.application.account.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryApiTokenRepositoryTest extends ApiTokenRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
