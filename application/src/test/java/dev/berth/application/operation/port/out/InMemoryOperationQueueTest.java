package dev.berth.application.operation.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryOperationQueueTest extends OperationQueueContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
