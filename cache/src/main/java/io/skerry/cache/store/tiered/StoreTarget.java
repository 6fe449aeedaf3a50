package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.ResponseSink.Commit;
import io.skerry.cache.store.SinkOpening.RefusedReason;
import io.skerry.cache.store.disk.DiskTier;
import io.skerry.cache.store.disk.Spill;
import io.skerry.cache.store.hot.HotEntry;
import io.skerry.cache.store.hot.HotTier;
import io.skerry.cache.store.hot.StoredVersion;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.Slabs;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What fills need, given by the tiers. */
final class StoreTarget implements FillTarget {

    /** A content that takes more than five quarters of its exact slot is copied into that. */
    private static final double WASTE_ALLOWED = 1.25;

    private final Slabs slabs;
    private final ExactSlots slots;
    private final HotTier hot;
    private final PurgeJudge judge;
    private final LeaseCount leases;
    private final @Nullable DiskTier disk;
    private final AtomicLong openSinks = new AtomicLong();
    private final StallWatch stalls;

    StoreTarget(Slabs slabs, HotTier hot, @Nullable DiskTier disk, PurgeJudge judge, LeaseCount leases) {
        this.slabs = slabs;
        this.slots = new ExactSlots(slabs, hot);
        this.hot = hot;
        this.disk = disk;
        this.judge = judge;
        this.leases = leases;
        this.stalls = new StallWatch(disk == null ? () -> {} : disk::lookForStalls);
    }

    @Override
    public @Nullable Piece take(long bytes) {
        return hot.take(bytes, Use.FILL);
    }

    @Override
    public Piece overflow(int bytes) {
        return slabs.overflow(bytes);
    }

    @Override
    public PieceChain fitted(PieceChain arrived) {
        return slots.fitted(arrived, WASTE_ALLOWED, Use.FILL);
    }

    @Override
    public CompletionStage<Commit> store(StoredHead head, PieceChain content) {
        StoredVersion version = StoredVersion.of(head);
        // Rule 4 of the purge log: a fill that started before a matching purge is delivered, and not stored.
        if (!(judge.judge(head, version.cursor()) instanceof PurgeVerdict.Not)) {
            content.release();
            return CompletableFuture.completedFuture(new Commit.NotStored(RefusedReason.PURGED));
        }
        admit(hot.entry(version, content));
        return CompletableFuture.completedFuture(new Commit.Stored());
    }

    /**
     * Puts an entry in force in memory and queues it for the disk. What the disk holds of the variant goes first, so that a
     * reader of the older record cannot put it back into memory; and once more afterwards, because the older version's own write
     * may have ended in between.
     */
    private void admit(HotEntry entry) {
        DiskTier below = disk;
        if (below == null) {
            var _ = hot.admit(entry);
            return;
        }
        below.supersede(entry.key(), entry.variant());
        boolean kept = below.admits(entry.key()) && entry.retain();
        HotEntry surplus = hot.admit(entry);
        below.supersede(entry.key(), entry.variant());
        if (surplus != null) {
            // Above the cap of variants the least used one goes from both tiers; a write of
            // it under way withdraws itself.
            below.supersede(surplus.key(), surplus.variant());
        }
        if (kept) {
            below.write(HotWrite.newest(entry));
        }
    }

    @Override
    public @Nullable RefusedReason refusal(CacheKey key) {
        if (disk == null) {
            return RefusedReason.TOO_LARGE;
        }
        return disk.admits(key) ? null : RefusedReason.NOT_ADMITTED;
    }

    @Override
    public @Nullable Spill spill(OptionalLong declaredLength, Spill.Listener listener) {
        return disk == null ? null : disk.spill(declaredLength, listener);
    }

    void sinkOpened() {
        openSinks.incrementAndGet();
    }

    long openSinks() {
        return openSinks.get();
    }

    @Override
    public void waits(Fill fill) {
        stalls.add(fill);
    }

    @Override
    public void waitsNoMore(Fill fill) {
        stalls.remove(fill);
    }

    /** Ends the watch over waiting writers. */
    void close() {
        stalls.close();
    }

    @Override
    public void sinkClosed() {
        openSinks.decrementAndGet();
    }

    @Override
    public void leaseOpened() {
        leases.opened();
    }

    @Override
    public void leaseClosed() {
        leases.closed();
    }
}
