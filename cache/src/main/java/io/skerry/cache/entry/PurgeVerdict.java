package io.skerry.cache.entry;

import java.time.Instant;
import java.util.Objects;

/** What the purge log says of a stored response. */
public sealed interface PurgeVerdict {

    /** Shared instance of {@link Not}. */
    PurgeVerdict NOT = new Not();

    /** No record matches it. */
    record Not() implements PurgeVerdict {}

    /**
     * Purged softly: stale from that moment; its stale windows count from then and never reach beyond their original end.
     *
     * @param since the earliest soft purge newer than the response
     */
    record Soft(Instant since) implements PurgeVerdict {
        public Soft {
            Objects.requireNonNull(since);
        }
    }

    /** Invalidated by an unsafe method (RFC 9111 4.4): to be validated before reuse, never served stale. */
    record Invalidated() implements PurgeVerdict {}

    /** Purged: neither its content nor its validators are ever used again. */
    record Hard() implements PurgeVerdict {}
}
