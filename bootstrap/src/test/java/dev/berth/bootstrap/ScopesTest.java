package dev.berth.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.bootstrap.ApiClient.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each route with a token of each scope. */
@OnEveryDatabase
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopesTest {
    @RegisterExtension
    static final RunningBerth BERTH = RunningBerth.fresh();

    @ParameterizedTest
    @ValueSource(strings = {"servers:read", "servers:write", "servers:power", "account:read", "account:write"})
    void a_token_does_what_its_scope_says_and_nothing_else(String scope) {
        Customer customer = BERTH.newCustomer();
        long server = customer.createActive();
        ApiClient restricted = customer.restrictedTo(scope);
        JsonNode before = customer.list();
        List<Route> routes = Route.all(server, customer.account()).toList();
        for (Route route : routes) {
            if (!route.scope().equals(scope) && !route.isForAnyToken()) {
                Answer refused = route.call(restricted).expectProblem(403, "missing_scope");
                assertThat(refused.json().get("scope").textValue()).isEqualTo(route.scope());
                assertThat(refused.json().get("detail").textValue()).contains(route.scope());
            }
        }
        assertThat(customer.list()).isEqualTo(before);
        for (Route route : routes) {
            if (route.scope().equals(scope) || route.isForAnyToken()) {
                Answer answer = route.call(restricted).send();
                assertThat(answer.status()).as("%s: %s", route, answer.body()).isNotIn(401, 403);
            }
        }
    }

    @Test
    void an_operators_token_belongs_to_no_account() {
        Customer customer = BERTH.newCustomer();
        long server = customer.createActive();
        JsonNode before = customer.list();
        Route.all(server, customer.account())
                .filter(route -> !route.isAdmin() && !route.isForAnyToken())
                .forEach(route -> route.call(BERTH.admin()).expectProblem(403, "account_required"));
        assertThat(customer.list()).isEqualTo(before);
    }

    @Test
    void the_catalog_is_for_operators_too() {
        assertThat(Route.all(1, 1).filter(Route::isForAnyToken))
                .isNotEmpty()
                .allSatisfy(route -> route.call(BERTH.admin()).expect(200));
    }

    @Test
    void a_customer_cannot_become_an_operator() {
        Customer customer = BERTH.newCustomer();
        Answer refused = BERTH.admin()
                .post("/api/v1/admin/accounts/%d/tokens/".formatted(customer.account()))
                .body("{\"name\": \"t\", \"scopes\": [\"servers:read\", \"admin\"]}")
                .expectProblem(400, "invalid_request");
        assertThat(refused.errors()).containsExactly("scopes: invalid_value");
        Route.all(1, customer.account())
                .filter(Route::isAdmin)
                .forEach(route -> route.call(customer.api()).expectProblem(403, "missing_scope"));
    }
}
