package dev.berth.application.server.port.out;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.application.testdata.Fixtures;
import dev.berth.application.testdata.Repositories;
import dev.berth.domain.server.Hold;
import dev.berth.domain.server.HoldKind;
import dev.berth.domain.server.Server;
import dev.berth.domain.server.ServerId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HoldRepository} does. */
public abstract class HoldRepositoryContract {
    private Repositories store;
    private HoldRepository holds;
    private Fixtures fixtures;

    /** The ports under test, over an empty store. */
    protected abstract Repositories repositories();

    @BeforeEach
    void setUp() {
        store = repositories();
        holds = store.holds();
        fixtures = new Fixtures(store);
    }

    @Test
    void a_hold_is_found_as_it_was_stored_those_of_a_server_by_their_kinds() {
        Server server = fixtures.provisioning();
        Hold billing = hold(HoldKind.BILLING, "Berth");
        Hold operator = hold(HoldKind.OPERATOR, "An operator's token");
        holds.insert(server.id(), billing);
        holds.insert(server.id(), operator);
        assertThat(holds.of(List.of(server.id()))).isEqualTo(Map.of(server.id(), List.of(operator, billing)));
    }

    @Test
    void only_servers_that_have_holds_are_found_and_only_those_that_were_asked_for() {
        Server first = fixtures.provisioning();
        Server second = fixtures.provisioning();
        Server third = fixtures.provisioning();
        Server free = fixtures.provisioning();
        Hold hold = hold(HoldKind.OPERATOR, "admin");
        List.of(first, second, third).forEach(server -> holds.insert(server.id(), hold));
        assertThat(holds.of(List.of(first.id(), free.id(), third.id(), third.id(), new ServerId(9_000_000_000L))))
                .isEqualTo(Map.of(first.id(), List.of(hold), third.id(), List.of(hold)));
        assertThat(holds.of(List.of())).isEmpty();
    }

    @Test
    void a_hold_that_was_removed_is_not_there_and_the_others_are() {
        Server server = fixtures.provisioning();
        Hold billing = hold(HoldKind.BILLING, "Berth");
        holds.insert(server.id(), billing);
        holds.insert(server.id(), hold(HoldKind.OPERATOR, "admin"));
        holds.remove(server.id(), HoldKind.OPERATOR);
        holds.remove(server.id(), HoldKind.OPERATOR);
        assertThat(holds.of(List.of(server.id()))).isEqualTo(Map.of(server.id(), List.of(billing)));
        holds.remove(server.id(), HoldKind.BILLING);
        assertThat(holds.of(List.of(server.id()))).isEmpty();
    }

    @Test
    void a_hold_leaves_with_the_transaction_that_placed_it() {
        Server server = fixtures.provisioning();
        assertThatThrownBy(() -> store.transactions().required(() -> {
                    holds.insert(server.id(), hold(HoldKind.OPERATOR, "admin"));
                    throw new IllegalStateException("taken back");
                }))
                .hasMessage("taken back");
        assertThat(holds.of(List.of(server.id()))).isEmpty();
    }

    private Hold hold(HoldKind kind, String actor) {
        return new Hold(kind, actor, "because", fixtures.now);
    }
}
