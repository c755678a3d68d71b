package dev.berth.bootstrap;

/** A setting that Berth cannot start with. The message names it. */
final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidSetting(String message) {
        super(message);
    }
}
