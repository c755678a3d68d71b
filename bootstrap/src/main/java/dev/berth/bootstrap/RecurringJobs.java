package dev.berth.bootstrap;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import dev.berth.application.account.service.Metering;
import dev.berth.application.server.service.BillingHolds;
import dev.berth.application.server.service.UsageSampler;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** What repeats and is short; each job runs on one replica at a time. */
@Singleton
final class RecurringJobs implements AutoCloseable {
    private static final Duration LONGEST_POLLING = Duration.ofSeconds(5);

    /** Reads all servers that there ever were: half a second of the database for a million. */
    private static final Duration BETWEEN_LOOKS_FOR_MISSING_METERS = Duration.ofHours(1);

    private final Scheduler scheduler;

    RecurringJobs(
            DataSource dataSource,
            UsageSampler sampler,
            Metering metering,
            BillingHolds holds,
            BerthSettings settings) {
        Duration sampling = settings.usageInterval();
        Duration billing = settings.billing().interval();
        scheduler = Scheduler.create(DelegatingDataSource.unwrapDataSource(dataSource))
                .startTasks(
                        Tasks.recurring("sample-usage", FixedDelay.of(sampling))
                                .execute((instance, context) -> sampler.sampleAll()),
                        Tasks.recurring("billing", FixedDelay.of(billing))
                                .execute((instance, context) -> bill(metering, holds)),
                        Tasks.recurring("meter-missing", FixedDelay.of(BETWEEN_LOOKS_FOR_MISSING_METERS))
                                .execute((instance, context) -> metering.meterMissing()))
                .alwaysPersistTimestampInUTC()
                .schedulerName(new SchedulerName.Fixed(UUID.randomUUID().toString()))
                .threads(2)
                .pollingInterval(shortest(LONGEST_POLLING, sampling, billing))
                // what a killed replica was about is begun again within half a minute
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(4)
                .shutdownMaxWait(Duration.ofSeconds(5))
                .build();
    }

    /** Each whether or not the other fails. */
    private static void bill(Metering metering, BillingHolds holds) {
        try {
            metering.run();
        } finally {
            holds.run();
        }
    }

    /** A job that is due waits for the next poll. */
    private static Duration shortest(Duration... durations) {
        return Stream.of(durations).min(Duration::compareTo).orElseThrow();
    }

    void start() {
        scheduler.start();
    }

    @Override
    public void close() {
        scheduler.stop();
    }
}
