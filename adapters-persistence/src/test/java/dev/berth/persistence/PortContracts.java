package dev.berth.persistence;

import dev.berth.application.account.port.out.AccountRepositoryContract;
import dev.berth.application.account.port.out.ApiTokenRepositoryContract;
import dev.berth.application.account.port.out.MeterRepositoryContract;
import dev.berth.application.account.port.out.SshKeyRepositoryContract;
import dev.berth.application.account.service.ConfiguredTokensContract;
import dev.berth.application.account.service.MeteringContract;
import dev.berth.application.audit.port.out.AuditRepositoryContract;
import dev.berth.application.catalog.port.out.CatalogRepositoryContract;
import dev.berth.application.operation.port.out.OperationQueueContract;
import dev.berth.application.operation.port.out.OperationRepositoryContract;
import dev.berth.application.operation.port.out.ReplicasContract;
import dev.berth.application.placement.port.out.AddressRepositoryContract;
import dev.berth.application.placement.port.out.HostRepositoryContract;
import dev.berth.application.port.out.TransactionsContract;
import dev.berth.application.scenario.BillingHistoryContract;
import dev.berth.application.scenario.CrashRecoveryContract;
import dev.berth.application.scenario.SteppingClock;
import dev.berth.application.scenario.Store;
import dev.berth.application.server.port.out.HoldRepositoryContract;
import dev.berth.application.server.port.out.ServerAdmission;
import dev.berth.application.server.port.out.ServerAdmissionContract;
import dev.berth.application.server.port.out.ServerRepositoryContract;
import dev.berth.application.server.port.out.UsageRepositoryContract;
import dev.berth.application.server.service.BillingHoldsContract;
import dev.berth.application.testdata.Repositories;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contracts of all ports of this module, on one database. */
abstract class PortContracts {
    abstract Database database();

    @Nested
    final class OfTransactions extends TransactionsContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfCatalogRepository extends CatalogRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfAccountRepository extends AccountRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfAuditRepository extends AuditRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfMeterRepository extends MeterRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfMetering extends MeteringContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfConfiguredTokens extends ConfiguredTokensContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfApiTokenRepository extends ApiTokenRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfSshKeyRepository extends SshKeyRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfHostRepository extends HostRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfAddressRepository extends AddressRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfServerRepository extends ServerRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfHoldRepository extends HoldRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfBillingHolds extends BillingHoldsContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfUsageRepository extends UsageRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfStepwiseAdmission extends ServerAdmissionContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }

        @Override
        protected ServerAdmission admission(Repositories store, Instant now) {
            return store.stepwiseAdmission(now);
        }
    }

    @Nested
    final class OfOperationRepository extends OperationRepositoryContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfReplicas extends ReplicasContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    final class OfOperationQueue extends OperationQueueContract {
        @Override
        protected Repositories repositories() {
            return database().emptied();
        }
    }

    @Nested
    @Tag("crashes") // takes a minute on PostgreSQL
    final class OfCrashRecovery extends CrashRecoveryContract {
        @Override
        protected Store newStore(SteppingClock clock) {
            return store(clock);
        }
    }

    @Nested
    final class OfBillingHistories extends BillingHistoryContract {
        @Override
        protected Store newStore(SteppingClock clock) {
            return store(clock);
        }

        @Override
        protected int histories() {
            return 4;
        }
    }

    private Store store(SteppingClock clock) {
        Repositories ports = database().emptied();
        return new Store(
                ports.transactions(),
                ports.servers(),
                ports.holds(),
                ports.operations(),
                ports.queue(),
                ports.replicas(),
                ports.accounts(),
                ports.sshKeys(),
                ports.meters(),
                ports.catalog(),
                ports.hosts(),
                ports.addresses(),
                database().ownAdmission(clock).orElse(null));
    }
}
