package dev.berth.application.caching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.application.scenario.SteppingClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Map<String, String> store = new HashMap<>(Map.of("key", "first"));
    private final SteppingClock clock = new SteppingClock();
    private final Recent<String, String> recent = new Recent<>(this::read, Duration.ofSeconds(1), clock);
    private int reads;
    private Runnable duringTheNextRead = () -> {};

    private Optional<String> read(String key) {
        reads++;
        duringTheNextRead.run();
        return Optional.ofNullable(store.get(key));
    }

    @Test
    void a_value_lasts_for_half_of_what_it_may() {
        assertThat(recent.get("key")).contains("first");
        store.put("key", "second");
        clock.advance(Duration.ofMillis(500));
        assertThat(recent.get("key")).contains("first");
        assertThat(reads).isEqualTo(1);
        clock.advance(Duration.ofNanos(1));
        assertThat(recent.get("key")).contains("second");
    }

    @Test
    void while_one_reads_it_anew_others_have_it_until_it_is_too_old() {
        recent.get("key");
        store.put("key", "second");
        duringTheNextRead = () -> {
            duringTheNextRead = () -> {};
            assertThat(recent.get("key")).contains("first");
            clock.advance(Duration.ofMillis(500));
            assertThat(recent.get("key")).contains("second");
        };
        clock.advance(Duration.ofMillis(501));
        assertThat(recent.get("key")).contains("second");
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void what_is_missing_is_looked_for_every_time() {
        assertThat(recent.get("new")).isEmpty();
        store.put("new", "there");
        assertThat(recent.get("new")).contains("there");
    }

    @Test
    void what_is_gone_is_not_kept() {
        recent.get("key");
        store.clear();
        assertThat(recent.refresh("key")).isEmpty();
        assertThat(recent.get("key")).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_makes_nothing_last() {
        recent.get("key");
        clock.advance(Duration.ofHours(-1));
        store.put("key", "second");
        assertThat(recent.get("key")).contains("second");
        assertThat(recent.get("key")).contains("second");
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void what_is_forgotten_is_read_anew() {
        recent.get("key");
        store.put("key", "second");
        recent.forget("key");
        assertThat(recent.get("key")).contains("second");
        assertThat(recent.get("key")).contains("second");
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void what_was_being_read_when_it_was_forgotten_is_not_kept() {
        duringTheNextRead = () -> {
            duringTheNextRead = () -> {};
            recent.forget("key");
        };
        recent.get("key");
        store.put("key", "second");
        assertThat(recent.get("key")).contains("second");
        recent.forget("another");
        assertThat(recent.get("key")).contains("second");
        assertThat(reads).isEqualTo(2);
    }
}
