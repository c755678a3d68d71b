package dev.berth.application.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryTransactionsTest extends TransactionsContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
