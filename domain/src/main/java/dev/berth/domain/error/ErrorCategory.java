package dev.berth.domain.error;

/** What kind of refusal an {@link ErrorCode} is. Each transport maps every category, exhaustively, to its own status. */
public enum ErrorCategory {
    /** The request itself is wrong and will be wrong again. */
    INVALID_ARGUMENT,
    /** Nobody we know is asking. */
    UNAUTHENTICATED,
    /** The account's credit does not cover the request. */
    INSUFFICIENT_CREDIT,
    /** The caller is known and may not do this: a missing scope, an exhausted quota. */
    PERMISSION_DENIED,
    /** There is no such thing, or not for this caller. */
    NOT_FOUND,
    /** The status of the server, or of the account, does not allow the change; waiting alone will not help. */
    WRONG_STATUS,
    /** The server is in the middle of another change; later it may be possible. */
    OPERATION_IN_PROGRESS,
    /** Something with this name exists and is not the same. */
    ALREADY_EXISTS,
    /** No host or address is free at the moment. */
    NO_CAPACITY,
    /** Berth cannot answer at the moment. */
    UNAVAILABLE,
    /** A fault of Berth's own; callers learn no detail. */
    INTERNAL
}
