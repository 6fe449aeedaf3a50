package io.skerry.edge.config.model;

/** Whether the responses of a route are stored, and by which policy. */
public sealed interface CacheChoice {

    /** Never stored, never served from the store. */
    record Off() implements CacheChoice {}

    /**
     * Stored by a policy.
     *
     * @param policy its name
     */
    record Policy(String policy) implements CacheChoice {}

    /** Reads {@code off} or the name of a policy. */
    @Shorthand(words = "off")
    static CacheChoice of(String text) {
        return text.equals("off") ? new Off() : new Policy(text);
    }
}
