package dev.berth.application.audit.port.out;

import dev.berth.application.testdata.Repositories;

class InMemoryAuditRepositoryTest extends AuditRepositoryContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }
}
