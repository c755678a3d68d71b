package dev.berth.bootstrap;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.berth.application.account.service.Metering;
import dev.berth.application.server.service.UsageSampler;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** What repeats and is short; each job runs on one replica at a time. */
@Singleton
final class RecurringJobs implements AutoCloseable {
    private final Scheduler scheduler;

    RecurringJobs(DataSource dataSource, UsageSampler sampler, Metering metering, BerthSettings settings) {
        scheduler = Scheduler.create(DelegatingDataSource.unwrapDataSource(dataSource))
                .startTasks(
                        Tasks.recurring("sample-usage", FixedDelay.of(settings.usageInterval()))
                                .execute((instance, context) -> sampler.sampleAll()),
                        Tasks.recurring("metering", FixedDelay.of(settings.billingInterval()))
                                .execute((instance, context) -> metering.run()))
                .alwaysPersistTimestampInUTC()
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .threads(2)
                .pollingInterval(Duration.ofSeconds(5))
                .heartbeatInterval(Duration.ofSeconds(10))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
    }

    void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
