package dev.berth.domain.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageRecordTest {
    private static final ServerId SERVER = new ServerId(12);
    private static final Instant JANUARY = Instant.parse("2026-01-31T23:59:59Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final long GB = 1_000_000_000L;

    private static UsageSample counter(long bytes) {
        return new UsageSample(23.5, 2048, 35, bytes);
    }

    @Test
    void the_first_sample_counts_all_that_its_counter_says() {
        UsageRecord record = UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY);
        assertThat(record.monthTraffic()).isEqualTo(5 * GB);
        assertThat(record.trafficCounter()).isEqualTo(5 * GB);
        assertThat(record.shown(ServerStatus.ACTIVE, JANUARY)).isEqualTo(new ResourceUsage(23.5, 2048, 35, 5));
    }

    @Test
    void a_later_sample_adds_what_its_counter_has_grown_by() {
        UsageRecord first = UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY.minusSeconds(60));
        UsageRecord second = UsageRecord.after(first, SERVER, counter(7 * GB), JANUARY);
        assertThat(second.monthTraffic()).isEqualTo(7 * GB);
        assertThat(UsageRecord.after(second, SERVER, counter(7 * GB), JANUARY).monthTraffic())
                .isEqualTo(7 * GB);
    }

    @Test
    void a_counter_that_began_again_adds_what_it_says() {
        UsageRecord first = UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY.minusSeconds(60));
        UsageRecord second = UsageRecord.after(first, SERVER, counter(2 * GB), JANUARY);
        assertThat(second.monthTraffic()).isEqualTo(7 * GB);
        assertThat(second.trafficCounter()).isEqualTo(2 * GB);
    }

    @Test
    void a_new_month_begins_with_what_came_since_the_last_sample() {
        UsageRecord january = UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY);
        UsageRecord february = UsageRecord.after(january, SERVER, counter(6 * GB), FEBRUARY);
        assertThat(february.monthTraffic()).isEqualTo(GB);
    }

    @Test
    void a_month_without_a_sample_shows_no_traffic() {
        UsageRecord january = UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY);
        assertThat(january.shown(ServerStatus.STOPPED, JANUARY).bandwidthUsed()).isEqualTo(5);
        assertThat(january.shown(ServerStatus.STOPPED, FEBRUARY).bandwidthUsed())
                .isZero();
        assertThat(january.shown(ServerStatus.STOPPED, Instant.parse("2027-01-31T23:59:59Z"))
                        .bandwidthUsed())
                .isZero();
    }

    @Test
    void traffic_is_shown_in_whole_gigabytes_rounded_down() {
        UsageRecord record = UsageRecord.after(null, SERVER, counter(3 * GB - 1), JANUARY);
        assertThat(record.shown(ServerStatus.ACTIVE, JANUARY).bandwidthUsed()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_off_uses_no_cpu_and_no_memory_and_keeps_its_disk_and_traffic(ServerStatus status) {
        Set<ServerStatus> running = EnumSet.of(ServerStatus.ACTIVE, ServerStatus.STOPPING, ServerStatus.REBOOTING);
        ResourceUsage shown =
                UsageRecord.after(null, SERVER, counter(5 * GB), JANUARY).shown(status, JANUARY);
        assertThat(shown.cpuPercent()).isEqualTo(running.contains(status) ? 23.5 : 0);
        assertThat(shown.memoryUsed()).isEqualTo(running.contains(status) ? 2048 : 0);
        assertThat(shown.diskUsed()).isEqualTo(35);
        assertThat(shown.bandwidthUsed()).isEqualTo(5);
    }

    @Test
    void within_a_month_traffic_never_shrinks_and_is_what_really_flowed() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            long flowed = 0;
            long counter = 0;
            UsageRecord record = null;
            for (int i = 0; i < 50; i++) {
                long more = random.nextLong(GB);
                // a counter that begins again and at once outruns its old value cannot be told from one that goes on
                boolean restarts = random.nextInt(5) == 0 && more < counter;
                counter = restarts ? more : counter + more;
                flowed += more;
                record = UsageRecord.after(record, SERVER, counter(counter), JANUARY.minusSeconds(1000 - i));
                assertThat(record.monthTraffic()).as("seed %d", seed).isEqualTo(flowed);
            }
        }
    }
}
