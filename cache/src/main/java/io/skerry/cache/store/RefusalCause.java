package io.skerry.cache.store;

/** Why a tier did not take a response, or did not look for one. */
public enum RefusalCause {
    /** Too much is waiting to be written. */
    WRITE_QUEUE("write-queue"),
    /** Too many lookups are waiting to be read. */
    READ_QUEUE("read-queue"),
    /** No room, and none could be made. */
    NO_ROOM("no-room"),
    /** The disk is failing, or standing still. */
    UNAVAILABLE("unavailable"),
    /** Admission wants to see the key a second time. */
    NOT_ADMITTED("not-admitted");

    private final String token;

    RefusalCause(String token) {
        this.token = token;
    }

    /** The word in metrics. */
    public String token() {
        return token;
    }
}
