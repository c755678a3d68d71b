package dev.berth.hypervisor.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.berth.domain.catalog.Resources;
import dev.berth.domain.server.UsageSample;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class UsageTest {
    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    @Property
    void aMachineUsesNoMoreThanItHas(
            @ForAll("machines") UUID machine,
            @ForAll @LongRange(min = 1, max = 4_000_000_000L) long second,
            @ForAll @LongRange(min = 128, max = 1_000_000) long memory,
            @ForAll @LongRange(min = 1, max = 10_000) long storage,
            @ForAll @LongRange(min = 0) long traffic) {
        UsageSample sample =
                Usage.of(machine, new Resources(1, memory, storage), traffic, Instant.ofEpochSecond(second));

        assertThat(sample.cpuPercent()).isBetween(0.0, 100.0);
        assertThat(sample.memoryUsed()).isBetween(Math.round(memory * 0.2), Math.round(memory * 0.9));
        assertThat(sample.diskUsed()).isBetween(0L, storage);
        assertThat(sample.trafficCounter()).isEqualTo(traffic);
    }

    @Property
    void trafficAndDiskNeverShrink(
            @ForAll("machines") UUID machine,
            @ForAll @IntRange(max = 1_000_000_000) int lateMillis,
            @ForAll @IntRange(max = 100_000_000) int moreMicros) {
        Resources size = new Resources(1, 1_024, 10);
        Instant late = START.plusMillis(lateMillis);
        Instant later = late.plusNanos(1_000L * moreMicros);
        long before = Usage.traffic(machine, START, late);
        long after = Usage.traffic(machine, START, later);

        assertThat(after).isGreaterThanOrEqualTo(before);
        assertThat(Usage.of(machine, size, after, later).diskUsed())
                .isGreaterThanOrEqualTo(Usage.of(machine, size, before, late).diskUsed());
    }

    @Property
    void whatHasRunForAnHourHasHadTraffic(@ForAll("machines") UUID machine) {
        assertThat(Usage.traffic(machine, START, START.plus(Duration.ofHours(1))))
                .isBetween(3_600L * 20_000, 3_600L * 500_000);
    }

    @Property
    void usageIsSmooth(@ForAll("machines") UUID machine, @ForAll @IntRange(max = 1_000_000) int second) {
        Resources size = new Resources(1, 100_000, 10);
        Instant now = START.plusSeconds(second);
        UsageSample before = Usage.of(machine, size, 0, now);
        UsageSample after = Usage.of(machine, size, 0, now.plusSeconds(1));

        assertThat(after.cpuPercent()).isCloseTo(before.cpuPercent(), within(2.0));
        assertThat(after.memoryUsed()).isCloseTo(before.memoryUsed(), within(1_000L));
    }

    @Provide
    Arbitrary<UUID> machines() {
        return Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
    }
}
