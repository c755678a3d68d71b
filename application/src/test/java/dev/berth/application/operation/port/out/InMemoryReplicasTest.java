package dev.berth.application.operation.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryReplicasTest extends ReplicasContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
