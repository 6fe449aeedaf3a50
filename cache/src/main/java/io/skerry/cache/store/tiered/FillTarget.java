package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.Spill;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a fill needs of the store it fills. */
interface FillTarget {

    /** Memory for arriving bytes, or null when there is none. */
    @Nullable
    Piece take(long bytes);

    /** Memory outside the budget's slabs for bytes that must be kept; the writer is told to pause. */
    Piece overflow(int bytes);

    /** A content at its exact size where the pieces it arrived in waste much; else the same. Takes over {@code arrived}. */
    PieceChain fitted(PieceChain arrived);

    /** Puts a complete content in memory in force. Takes over {@code content}. */
    CompletionStage<Commit> store(StoredHead head, PieceChain content);

    /** Why a body that memory shall not hold goes to no file, or null; asks once for each response stored. */
    @Nullable
    RefusedReason refusal(CacheKey key);

    /** A file for a body that memory shall not hold and nothing refuses, or null when the disk does not take it. */
    @Nullable
    Spill spill(OptionalLong declaredLength, Spill.Listener listener);

    /** The writer of a fill begins to wait for the disk or for readers. */
    void waits(Fill fill);

    /** It waits no more. */
    void waitsNoMore(Fill fill);

    /** The writer has ended the fill. */
    void sinkClosed();

    /** A reader came. */
    void leaseOpened();

    /** A reader has left. */
    void leaseClosed();
}
