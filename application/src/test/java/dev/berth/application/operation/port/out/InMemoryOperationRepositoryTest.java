package dev.berth.application.operation.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryOperationRepositoryTest extends OperationRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
