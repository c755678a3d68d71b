package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final AccountId ACCOUNT = new AccountId(3);

    @Test
    void a_customer_may_what_its_scopes_say_and_nothing_else() {
        for (Scope held : Scope.customerScopes()) {
            Caller caller = caller(ACCOUNT, Set.of(held));
            for (Scope wanted : Scope.values()) {
                assertThat(refusal(caller, wanted))
                        .as("%s with %s", wanted, held)
                        .isEqualTo(wanted == held ? Optional.empty() : Optional.of(ErrorCode.MISSING_SCOPE));
            }
        }
    }

    @Test
    void an_operator_may_nothing_on_an_accounts_side() {
        Caller operator = caller(null, Set.of(Scope.ADMIN));
        assertThat(refusal(operator, Scope.ADMIN)).isEmpty();
        for (Scope wanted : Scope.customerScopes()) {
            assertThat(refusal(operator, wanted)).contains(ErrorCode.ACCOUNT_REQUIRED);
            assertThat(refusal(caller(null, Scope.customerScopes()), wanted))
                    .as("whatever its scopes")
                    .contains(ErrorCode.ACCOUNT_REQUIRED);
        }
    }

    @Test
    void an_operator_may_everything_in_the_name_of_an_account() {
        Caller acting = caller(null, Set.of(Scope.ADMIN)).actingFor(ACCOUNT);
        assertThat(acting.account()).isEqualTo(ACCOUNT);
        assertThat(acting.token()).isEqualTo(new TokenId(4));
        for (Scope wanted : Scope.values()) {
            assertThat(refusal(acting, wanted)).isEmpty();
        }
    }

    @Test
    void a_customer_acts_for_nobody_not_even_itself() {
        Caller customer = caller(ACCOUNT, Scope.customerScopes());
        assertThat(catchThrowableOfType(DomainException.class, () -> customer.actingFor(ACCOUNT))
                        .details())
                .containsEntry("scope", "admin");
    }

    @Test
    void a_caller_grants_no_scope_that_it_lacks() {
        Caller caller = caller(ACCOUNT, Set.of(Scope.SERVERS_READ, Scope.ACCOUNT_WRITE));
        caller.requireMayGrant(Set.of(Scope.SERVERS_READ));
        DomainException refused = catchThrowableOfType(
                DomainException.class, () -> caller.requireMayGrant(Set.of(Scope.SERVERS_READ, Scope.SERVERS_POWER)));
        assertThat(refused.code()).isEqualTo(ErrorCode.MISSING_SCOPE);
        assertThat(refused.details()).containsEntry("scope", "servers:power");
    }

    @Test
    void the_account_of_a_customer_is_its_own() {
        assertThat(caller(ACCOUNT, Set.of()).account()).isEqualTo(ACCOUNT);
    }

    @Test
    void every_scope_is_found_by_its_wire_name_and_only_admin_is_not_a_customers() {
        for (Scope scope : Scope.values()) {
            assertThat(Scope.ofWireName(scope.wireName())).contains(scope);
            assertThat(Scope.customerScopes().contains(scope)).isEqualTo(scope != Scope.ADMIN);
        }
        assertThat(Arrays.stream(Scope.values()).map(Scope::wireName)).doesNotHaveDuplicates();
        assertThat(Scope.ofWireName("SERVERS:READ")).isEmpty();
    }

    @Test
    void every_name_that_is_no_scope_is_refused() {
        assertThat(Scope.ofWireNames(List.of("servers:write", "servers:read", "servers:read")))
                .containsExactlyInAnyOrder(Scope.SERVERS_READ, Scope.SERVERS_WRITE);
        assertThat(catchThrowableOfType(
                                DomainException.class, () -> Scope.ofWireNames(List.of("x", "servers:read", "y")))
                        .violations())
                .extracting("field", "message")
                .containsExactly(
                        tuple("scopes", "There is no scope \"x\"."), tuple("scopes", "There is no scope \"y\"."));
        for (List<String> names : List.of(List.<String>of(), List.of("servers:read", "admin"))) {
            assertThat(catchThrowableOfType(DomainException.class, () -> Scope.ofWireNames(names))
                            .violations())
                    .extracting("field")
                    .containsExactly("scopes");
        }
    }

    private static Caller caller(@Nullable AccountId account, Set<Scope> scopes) {
        return new Caller(new TokenId(4), "ci", account, scopes);
    }

    private static Optional<ErrorCode> refusal(Caller caller, Scope scope) {
        return Optional.ofNullable(catchThrowableOfType(DomainException.class, () -> caller.require(scope)))
                .map(DomainException::code);
    }
}
