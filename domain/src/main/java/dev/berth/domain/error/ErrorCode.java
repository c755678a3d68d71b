package dev.berth.domain.error;

import java.util.Locale;

/** Every refusal that Berth's use cases know, each with one meaning. Codes are stable: clients branch on them. */
public enum ErrorCode {
    /** Fields of the request are invalid; the exception lists all of them. */
    INVALID_REQUEST(ErrorCategory.INVALID_ARGUMENT),
    /** The token is missing, malformed, unknown, expired or revoked. */
    UNAUTHENTICATED(ErrorCategory.UNAUTHENTICATED),
    /** The token lacks the scope that the request needs. */
    MISSING_SCOPE(ErrorCategory.PERMISSION_DENIED),
    /** The token is an operator's and the request is an account's. */
    ACCOUNT_REQUIRED(ErrorCategory.PERMISSION_DENIED),
    /** There are as many servers, tokens or keys as the account may have. */
    QUOTA_EXCEEDED(ErrorCategory.PERMISSION_DENIED),
    /** The balance does not cover the minimum hours of all servers of the account. */
    INSUFFICIENT_CREDIT(ErrorCategory.INSUFFICIENT_CREDIT),
    /** The account has no such server. */
    SERVER_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** The account has no such operation. */
    OPERATION_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** There is no such account. */
    ACCOUNT_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** The account has no such token. */
    TOKEN_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** The account has no such SSH key. */
    SSH_KEY_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** There is no such plan. */
    PLAN_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** There is no such operating system. */
    OPERATING_SYSTEM_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** There is no such location. */
    LOCATION_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** There is no such host. */
    HOST_NOT_FOUND(ErrorCategory.NOT_FOUND),
    /** The account is closed, for good. */
    ACCOUNT_CLOSED(ErrorCategory.WRONG_STATUS),
    /** The account cannot be closed while it has servers. */
    ACCOUNT_HAS_SERVERS(ErrorCategory.WRONG_STATUS),
    /** Start was asked of a server that runs. */
    SERVER_ALREADY_RUNNING(ErrorCategory.WRONG_STATUS),
    /** Stop or reboot was asked of a server that is off. */
    SERVER_NOT_RUNNING(ErrorCategory.WRONG_STATUS),
    /** The server is suspended; only lifting the suspension helps. */
    SERVER_SUSPENDED(ErrorCategory.WRONG_STATUS),
    /** The operator has not suspended the server, so there is nothing of the operator's to lift. */
    SERVER_NOT_SUSPENDED(ErrorCategory.WRONG_STATUS),
    /** The server's last change failed for good; it can be deleted. */
    SERVER_IN_ERROR(ErrorCategory.WRONG_STATUS),
    /** A reset was asked of a server that is not in error. */
    SERVER_NOT_IN_ERROR(ErrorCategory.WRONG_STATUS),
    /** The server is in the middle of another change. */
    OPERATION_IN_PROGRESS(ErrorCategory.OPERATION_IN_PROGRESS),
    /** The credit reference was used before, with another amount. */
    REFERENCE_CONFLICT(ErrorCategory.ALREADY_EXISTS),
    /** Something with this id, code or key exists already. */
    ALREADY_EXISTS(ErrorCategory.ALREADY_EXISTS),
    /** No host or address is free at the location. */
    NO_CAPACITY(ErrorCategory.NO_CAPACITY),
    /** A dependency, such as the database, does not answer; trying again is safe. */
    UNAVAILABLE(ErrorCategory.UNAVAILABLE),
    /** A fault of Berth's own. */
    INTERNAL(ErrorCategory.INTERNAL);

    private final ErrorCategory category;

    ErrorCode(ErrorCategory category) {
        this.category = category;
    }

    /** The kind of refusal this is. */
    public ErrorCategory category() {
        return category;
    }

    /** Whether the same request may succeed later, with nothing else changed. */
    public boolean retryable() {
        return switch (category) {
            case OPERATION_IN_PROGRESS, NO_CAPACITY, UNAVAILABLE -> true;
            case INVALID_ARGUMENT,
                    UNAUTHENTICATED,
                    INSUFFICIENT_CREDIT,
                    PERMISSION_DENIED,
                    NOT_FOUND,
                    WRONG_STATUS,
                    ALREADY_EXISTS,
                    INTERNAL -> false;
        };
    }

    /** The code as clients see it: {@code server_not_found}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
