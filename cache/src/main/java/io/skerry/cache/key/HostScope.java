package io.skerry.cache.key;

/** Whether the hosts of a site share stored responses. */
public sealed interface HostScope {

    /** Each host has its own. */
    record Own() implements HostScope {}

    /**
     * All hosts of the site share theirs. Their canonical URIs carry one host, so that a purge of a URL on any of them means the
     * same stored response.
     *
     * @param authority the host, in the form of {@code TargetUri.authority}, that stands for all
     */
    record Shared(String authority) implements HostScope {
        public Shared {
            if (authority.isEmpty()) {
                throw new IllegalArgumentException("an empty authority");
            }
        }
    }
}
