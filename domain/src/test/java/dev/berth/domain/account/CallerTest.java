package dev.berth.domain.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.ErrorCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final AccountId ACCOUNT = new AccountId(3);

    @Test
    void a_customer_may_what_its_scopes_say_and_nothing_else() {
        for (Scope held : Scope.customerScopes()) {
            Caller caller = new Caller(ACCOUNT, Set.of(held));
            for (Scope wanted : Scope.values()) {
                assertThat(refusal(caller, wanted))
                        .as("%s with %s", wanted, held)
                        .isEqualTo(wanted == held ? Optional.empty() : Optional.of(ErrorCode.MISSING_SCOPE));
            }
        }
    }

    @Test
    void an_operator_may_nothing_on_an_accounts_side() {
        Caller operator = new Caller(null, Set.of(Scope.ADMIN));
        assertThat(refusal(operator, Scope.ADMIN)).isEmpty();
        for (Scope wanted : Scope.customerScopes()) {
            assertThat(refusal(operator, wanted)).contains(ErrorCode.ACCOUNT_REQUIRED);
            assertThat(refusal(new Caller(null, Scope.customerScopes()), wanted))
                    .as("whatever its scopes")
                    .contains(ErrorCode.ACCOUNT_REQUIRED);
        }
    }

    @Test
    void the_account_of_a_customer_is_its_own() {
        assertThat(new Caller(ACCOUNT, Set.of()).account()).isEqualTo(ACCOUNT);
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

    private static Optional<ErrorCode> refusal(Caller caller, Scope scope) {
        return Optional.ofNullable(catchThrowableOfType(DomainException.class, () -> caller.require(scope)))
                .map(DomainException::code);
    }
}
