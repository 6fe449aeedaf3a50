package io.skerry.cache.key;

/** Whether the hosts of a site share stored responses. */
public sealed interface HostScope {

    /** Each host has its own. */
    record Own() implements HostScope {}

    /**
     * All hosts of the site share theirs. Their canonical URIs carry one host, so that a purge of a URL on any of them means the
     * same stored response. Ports do not share.
     *
     * @param host the one that stands for all, without a port
     */
    record Shared(String host) implements HostScope {
        public Shared {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("an empty host");
            }
        }
    }
}
