package dev.berth.domain.account;

import dev.berth.domain.error.DomainException;
import dev.berth.domain.error.FieldViolation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a token may do. */
public enum Scope {
    /** Read servers and operations. */
    SERVERS_READ("servers:read"),
    /** Create, update and delete servers. */
    SERVERS_WRITE("servers:write"),
    /** Start, stop and reboot servers. */
    SERVERS_POWER("servers:power"),
    /** Read the account. */
    ACCOUNT_READ("account:read"),
    /** Change what belongs to the account. */
    ACCOUNT_WRITE("account:write"),
    /** Everything on the operator's side, and nothing on an account's. */
    ADMIN("admin");

    private final String wireName;

    Scope(String wireName) {
        this.wireName = wireName;
    }

    /** The scopes that a customer's token can have: all but {@link #ADMIN}. */
    public static Set<Scope> customerScopes() {
        return EnumSet.complementOf(EnumSet.of(ADMIN));
    }

    /** Checks what a customer's token is to be allowed. */
    public static Set<Scope> requireCustomerScopes(Set<Scope> scopes) {
        if (scopes.isEmpty() || !customerScopes().containsAll(scopes)) {
            throw DomainException.invalid(
                    "scopes",
                    "invalid_value",
                    "Must be one or more of "
                            + customerScopes().stream().map(Scope::wireName).collect(Collectors.joining(", ")) + ".");
        }
        return scopes;
    }

    /** The scope as clients write it: {@code servers:read}. */
    public String wireName() {
        return wireName;
    }

    /** The scope that clients write like this. */
    public static Optional<Scope> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(scope -> scope.wireName.equals(wireName))
                .findFirst();
    }

    /** What clients write of a customer's token; all that is no scope is refused at once. */
    public static Set<Scope> ofWireNames(List<String> wireNames) {
        List<FieldViolation> unknown = wireNames.stream()
                .filter(name -> ofWireName(name).isEmpty())
                .map(name -> new FieldViolation("scopes", "invalid_value", "There is no scope \"%s\".".formatted(name)))
                .toList();
        if (!unknown.isEmpty()) {
            throw DomainException.invalid(unknown);
        }
        return requireCustomerScopes(
                wireNames.stream().flatMap(name -> ofWireName(name).stream()).collect(Collectors.toSet()));
    }
}
