package dev.berth.application.account.service;

import dev.berth.application.testdata.Repositories;

class InMemoryConfiguredTokensTest extends ConfiguredTokensContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
