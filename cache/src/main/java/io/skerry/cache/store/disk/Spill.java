package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.memory.Piece;
import java.util.concurrent.CompletionStage;

/**
 * The file that a body too large for memory is written to while it arrives. Written and read by store threads; no method
 * blocks.
 */
public interface Spill {

    /**
     * Queues bytes to be written behind those queued before.
     *
     * @param piece holds them; one reference passes to the spill
     * @param at where in the piece
     * @param count how many
     */
    void append(Piece piece, int at, int count);

    /** Up to where the file can be read and verified now. Only ever grows. */
    long readableBytes();

    /** A reader of the file below {@link #readableBytes}; closed by whoever asked for it. */
    SliceReader reader();

    /** Finishes the file behind everything queued and stores it under the head. Called at most once. */
    CompletionStage<Commit> commit(StoredHead head);

    /**
     * Takes nothing more and will store nothing: the disk stands still. What can be read stays readable; a file call under way
     * is left to end when it will.
     */
    void giveUp();

    /** The last reader and the writer have left: closes the file, and deletes it unless it is stored. */
    void release();

    /** What happens to the file, told on store threads without locks held. */
    interface Listener {

        /** More of the file can be read. */
        void grew();

        /** The file cannot be written further; what can be read stays readable. */
        void failed();
    }
}
