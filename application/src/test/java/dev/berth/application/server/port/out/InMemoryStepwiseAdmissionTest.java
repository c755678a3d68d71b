package dev.berth.application.server.port.out;

import dev.berth.application.testdata.Repositories;
import java.time.Instant;

class InMemoryStepwiseAdmissionTest extends ServerAdmissionContract {
    @Override
    protected Repositories repositories() {
        return Repositories.inMemory();
    }

    @Override
    protected ServerAdmission admission(Repositories store, Instant now) {
        return store.stepwiseAdmission(now);
    }
}
