package dev.berth.domain.audit;

import dev.berth.domain.error.DomainException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What an operator can do that is written down. The subject of an entry is what the action's first word names. */
public enum AuditAction {
    /** An account was created. */
    ACCOUNT_CREATE,
    /** An account's quota was changed. */
    ACCOUNT_UPDATE,
    /** An account was closed. */
    ACCOUNT_CLOSE,
    /** Something was asked for in an account's name; written before it was looked at, so also when it was refused. */
    ACCOUNT_ACT,
    /** Credit was booked. */
    CREDIT_ADD,
    /** A token of an account was issued. */
    TOKEN_CREATE,
    /** A token of an account was revoked. */
    TOKEN_REVOKE,
    /** A plan was added. */
    PLAN_CREATE,
    /** A plan's name, prices or availability were changed. */
    PLAN_UPDATE,
    /** An operating system was added. */
    OPERATING_SYSTEM_CREATE,
    /** An operating system's name or availability was changed. */
    OPERATING_SYSTEM_UPDATE,
    /** A location was added. */
    LOCATION_CREATE,
    /** A location's name or availability was changed. */
    LOCATION_UPDATE,
    /** A host was registered. */
    HOST_REGISTER,
    /** A host gets no new servers any more. */
    HOST_DRAIN,
    /** A host gets new servers again. */
    HOST_ACTIVATE,
    /** Addresses were added to a location. */
    ADDRESS_POOL_CREATE,
    /** The operator's hold was placed on a server. */
    SERVER_SUSPEND,
    /** The operator's hold was lifted from a server. */
    SERVER_UNSUSPEND,
    /** A server in error was looked at anew. */
    SERVER_RESET;

    /** The action as clients see it: {@code account.create}, {@code address_pool.create}. */
    public String wireName() {
        return wireName(name());
    }

    /** The same for the name of a constant that this version may not have. */
    public static String wireName(String constant) {
        String name = constant.toLowerCase(Locale.ROOT);
        int verb = name.lastIndexOf('_');
        return name.substring(0, verb) + "." + name.substring(verb + 1);
    }

    /** The action that clients write like this. */
    public static AuditAction ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(action -> action.wireName().equals(wireName))
                .findFirst()
                .orElseThrow(() -> DomainException.invalid(
                        "action",
                        "invalid_value",
                        "Must be one of "
                                + Arrays.stream(values())
                                        .map(AuditAction::wireName)
                                        .collect(Collectors.joining(", ")) + "."));
    }
}
