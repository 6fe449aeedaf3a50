package io.skerry.cache.store;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.InputSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Stored responses: found by key and variant, added through sinks, read through leases.
 *
 * <p>No method but {@link #visit} blocks; each may be called on an event loop. A fault of the store (full queue, I/O error, corrupt record) is a
 * miss or a refused sink, never an exception to the caller. What is found has been judged against the purge log at that
 * moment, and whoever holds it across a wait judges it again before use.
 */
public interface CacheStore {

    /**
     * Looks for the stored response that this request selects.
     *
     * @param key primary key; the full text is compared, not the digest alone
     * @param inputs the request's values for variant inputs, read on the calling thread only
     * @return at once from memory, later from disk, and a little later still while the disk is being opened
     */
    Lookup lookup(CacheKey key, InputSource inputs);

    /**
     * Everything stored under a key, newest first, for people to look at. Counts as no use: neither numbers nor what stays change.
     * Responses that were purged hard may still be among them.
     *
     * @param key primary key; the full text is compared
     * @return completes on any thread, never exceptionally; without what is on disk where no worker is free to read it, or the disk
     *     does not answer within two seconds
     */
    CompletionStage<List<StoredVariant>> variants(CacheKey key);

    /**
     * What memory holds under a primary key, whatever request it is for: the variants that one validation may ask about at once (RFC
     * 9111 4.1).
     *
     * @param most how many, the newest first
     * @return open; the caller closes each of them exactly once. Purged ones are left out
     */
    List<StoredResponse> variants(CacheKey key, int most);

    /**
     * Opens a sink for a response about to arrive. The caller commits or aborts it exactly once.
     *
     * @param key primary key it will be stored under
     * @param length of the content where the head declares it
     * @return an open sink, or the reason why nothing of this response will be stored
     */
    SinkOpening open(CacheKey key, OptionalLong length);

    /**
     * Replaces the head of a stored response by one updated from a 304 (RFC 9111 4.3.4), if it is still the stored version.
     * The content is untouched. The new head is compared with the purge log again (with the old tags and the new).
     *
     * @param stored the version that was validated; stays open
     * @param head the updated head, with the validation's own journal stamp
     */
    Freshening freshen(StoredResponse stored, StoredHead head);

    /** Removes this version, whatever its content is worth; a newer version under the same key stays. */
    void remove(StoredResponse stored);

    /**
     * Shows every stored response once, those in memory first, in no particular order; what is stored or removed meanwhile may be
     * missing. Blocks and reads the disk: not for event loops, and one at a time.
     */
    StoreTour visit(StoreVisitor visitor);

    /** What is stored now and what happened since start. Numbers are read without a common lock. */
    StoreStats stats();

    /** Ends all work in order: no new lookups, sinks drained or aborted, files closed with a clean marker. */
    CompletionStage<Void> close();

    /** What became of a freshening. */
    enum Freshening {
        DONE,
        /** Another version was stored meanwhile, or this one was evicted; the caller's copy is still good for this use. */
        LOST,
        /** A purge newer than the validation's start matches: the caller refetches without conditions. */
        PURGED
    }
}
