package dev.berth.application.account.port.out;

import dev.berth.application.testdata.Repositories;

class InMemorySshKeyRepositoryTest extends SshKeyRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
