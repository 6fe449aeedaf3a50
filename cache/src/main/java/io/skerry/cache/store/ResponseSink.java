package io.skerry.cache.store;

import io.skerry.cache.entry.StoredHead;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The content of one response while it arrives: one writer, any number of readers, each at its own pace.
 *
 * <p>The writer is one event loop. It ends the sink with exactly one of {@link #commit} and {@link #abort}. Readers stay valid
 * after either: after a commit they end at the last byte, after an abort they fail where the bytes end. A body that turns out
 * not to be storable (too large, no room) goes on in a window of bounded size that its readers pace.
 */
public interface ResponseSink {

    /** A reader from the first byte. A windowed body waits for its readers; a follower that others have waited for too long is left behind and fails. */
    BodyLease reader(Role role);

    /**
     * A follower's reader from the first byte, for one who comes late.
     *
     * @return empty where the first bytes are no longer at hand (the body has ended and its readers have left, or its window has
     *     moved on) and where the last will never be: the body is {@linkplain #abandoned} or aborted. The key is looked up again then
     */
    Optional<BodyLease> follow();

    /**
     * Takes the next bytes, copying them out of {@code chunk}. Always takes all of them.
     *
     * @param chunk any buffer; its position is left at its limit
     */
    void write(ByteBuffer chunk);

    /** Why the content is not going to be stored, as far as that is known by now. */
    Optional<SinkOpening.RefusedReason> refusal();

    /**
     * Whether the rest is for nobody: it cannot be stored, and its last reader has left. The writer gives it up then, since nobody
     * {@linkplain #follow follows} it from that answer on.
     */
    boolean abandoned();

    /** Whether the writer should pause: bytes wait for the disk, or for the leader of a windowed body. */
    boolean congested();

    /** Runs {@code resume} once, soon after the sink is no longer congested, on any thread. At once if it is not. */
    void whenWritable(Runnable resume);

    /**
     * Ends the body and stores it under the head, whose body layout the sink fills in. Compared with the purge log once more
     * before it is in force.
     *
     * @return whether it was stored; never completes exceptionally, completes on any thread
     */
    CompletionStage<Commit> commit(StoredHead head);

    /** Ends the body where it is; nothing is stored, and readers fail after the bytes they can still get. */
    void abort();

    /** Whose reader it is. */
    enum Role {
        LEADER,
        FOLLOWER
    }

    /** What became of a commit. */
    sealed interface Commit {

        /** Stored and in force. */
        record Stored() implements Commit {}

        /**
         * Not stored; readers got all the bytes nonetheless.
         *
         * @param reason why
         */
        record NotStored(SinkOpening.RefusedReason reason) implements Commit {}
    }
}
