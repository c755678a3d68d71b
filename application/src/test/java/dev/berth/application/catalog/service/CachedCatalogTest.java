package dev.berth.application.catalog.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.catalog.port.out.CatalogRepository;
import dev.berth.application.port.out.Transactions;
import dev.berth.application.scenario.SteppingClock;
import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testing.InMemoryStore;
import dev.berth.domain.catalog.Location;
import dev.berth.domain.catalog.OperatingSystem;
import dev.berth.domain.catalog.Plan;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CachedCatalogTest {
    private final SteppingClock clock = new SteppingClock();
    private final InMemoryStore store = new InMemoryStore(clock);
    private final CachedCatalog catalog = new CachedCatalog(store.catalog(), store.transactions(), clock);
    private final Plan plan = Fixtures.plan();
    private final OperatingSystem os = Fixtures.os();
    private final Location location = Fixtures.location();

    @BeforeEach
    void fill() {
        catalog.insert(plan);
        catalog.insert(os);
        catalog.insert(location);
        assertThat(catalog.plan(plan.id())).contains(plan);
        assertThat(catalog.operatingSystem(os.id())).contains(os);
        assertThat(catalog.location(location.code())).contains(location);
    }

    @Test
    void what_is_changed_here_is_seen_right_after_the_commit() {
        store.transactions().required(() -> {
            catalog.save(retired());
            catalog.save(os.update(null, true));
            catalog.save(location.update(null, true));
            return retired();
        });
        assertThat(catalog.plan(plan.id())).contains(retired());
        assertThat(catalog.operatingSystem(os.id())).contains(os.update(null, true));
        assertThat(catalog.location(location.code())).contains(location.update(null, true));
    }

    @Test
    void what_is_changed_elsewhere_is_seen_a_second_later() {
        store.catalog().save(retired());
        assertThat(catalog.plan(plan.id())).contains(plan);
        clock.advance(Duration.ofMillis(1_001));
        assertThat(catalog.plan(plan.id())).contains(retired());
    }

    @Test
    void what_others_read_before_the_commit_does_not_outlive_it() {
        AtomicReference<Plan> committed = new AtomicReference<>(plan);
        List<Runnable> afterCommit = new ArrayList<>();
        CachedCatalog cached = new CachedCatalog(showing(committed), collecting(afterCommit), clock);
        cached.save(retired());
        assertThat(cached.plan(plan.id())).contains(plan);
        committed.set(retired());
        afterCommit.forEach(Runnable::run);
        assertThat(cached.plan(plan.id())).contains(retired());
    }

    @Test
    void what_is_rolled_back_has_changed_nothing() {
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    catalog.save(retired());
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(catalog.plan(plan.id())).contains(plan);
    }

    @Test
    void lists_and_locks_are_never_old() {
        store.catalog().save(retired());
        assertThat(catalog.plans()).containsExactly(retired());
        assertThat(store.transactions().required(() -> catalog.lock(plan.id()))).contains(retired());
    }

    private Plan retired() {
        return plan.update(null, null, null, true);
    }

    /** A store that shows what is committed, whatever is saved. */
    private CatalogRepository showing(AtomicReference<Plan> committed) {
        return (CatalogRepository) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {CatalogRepository.class},
                (proxy, method, arguments) -> method.getName().equals("plan") ? Optional.of(committed.get()) : null);
    }

    /** A transaction that has not yet been committed. */
    private static Transactions collecting(List<Runnable> afterCommit) {
        return new Transactions() {
            @Override
            public <T> T required(Supplier<T> work) {
                return work.get();
            }

            @Override
            public void afterCommit(Runnable action) {
                afterCommit.add(action);
            }
        };
    }
}
