package dev.berth.application.placement.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryAddressRepositoryTest extends AddressRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
