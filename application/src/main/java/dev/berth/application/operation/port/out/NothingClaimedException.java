package dev.berth.application.operation.port.out;

/** The queue could not be looked at. Unlike after any other failure of a claim, nothing can have been claimed. */
public final class NothingClaimedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NothingClaimedException(Throwable cause) {
        super("operations that are due could not be looked for", cause);
    }
}
