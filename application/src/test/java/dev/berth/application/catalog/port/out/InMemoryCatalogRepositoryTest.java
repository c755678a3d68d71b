package dev.berth.application.catalog.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryCatalogRepositoryTest extends CatalogRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
