package io.skerry.cache.store;

/** The cache folder cannot be used: not writable, not a folder, no room. The message is for the operator. */
public final class StoreUnusable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public StoreUnusable(String message) {
        super(message);
    }

    /** What is wrong with it, as found by the system. */
    public StoreUnusable(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
