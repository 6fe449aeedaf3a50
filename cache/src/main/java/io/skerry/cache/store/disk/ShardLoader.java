package io.skerry.cache.store.disk;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.disk.DiskEntry.RecordPlace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Opens the shards and fills the index from them, side by side and in the background, while the store already serves. Of the
 * shards that are left the one that most lookups wait for comes next.
 *
 * <p>A variant that is stored anew or removed meanwhile is remembered until the end, so that an older record of it, found
 * late, is not put in force again.
 */
final class ShardLoader {

    private static final long REFUSED_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long REFUSED_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final DiskParts parts;
    private final DiskNeeds needs;
    private final DiskCounters counters;
    private final long startId;
    private final Set<DiskEntry> superseded = ConcurrentHashMap.newKeySet();
    private final Set<Long> fileIds = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opening;
    private final AtomicBoolean taking = new AtomicBoolean();
    private final HeldTasks held = new HeldTasks();
    private final CountDownLatch loading;
    private final ShardQueue queue;
    private final IndexWaits waits;
    private final long begunAt = System.nanoTime();
    private volatile long loadedAt = begunAt;
    private volatile boolean stopped;

    ShardLoader(DiskParts parts, DiskNeeds needs) {
        this.parts = parts;
        this.needs = needs;
        this.counters = parts.counters();
        this.startId = parts.lastId();
        int shards = parts.shards().all().size();
        opening = new AtomicInteger(shards);
        loading = new CountDownLatch(shards);
        queue = new ShardQueue(parts.shards().mixed());
        waits = new IndexWaits(shards);
    }

    void start() {
        List<Shard> shards = parts.shards().all();
        int threads = Math.min(shards.size(), Math.max(2, Runtime.getRuntime().availableProcessors()));
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().name("skerry-disk-open-" + i).start(this::openWhatIsLeft);
        }
    }

    private void openWhatIsLeft() {
        OptionalInt next = queue.next();
        while (next.isPresent()) {
            int shard = next.getAsInt();
            try {
                open(parts.shards().all().get(shard));
                opened();
                load(shard);
            } finally {
                waits.indexed(shard);
                loaded();
            }
            next = queue.next();
        }
    }

    /** A file that the system does not open for so long is given up; one that it does not open when the store closes stays as it is. */
    private void open(Shard shard) {
        long begun = System.nanoTime();
        while (!shard.open() && !stopped) {
            if (System.nanoTime() - begun > REFUSED_NANOS) {
                shard.makeAnew();
                return;
            }
            LockSupport.parkNanos(REFUSED_PAUSE_NANOS);
        }
    }

    /**
     * What a lookup waits for that has found nothing: completes when everything that is stored under the key is indexed, or when that
     * takes too long. Null when there is nothing to wait for.
     */
    @Nullable
    CompletionStage<Void> untilIndexed(CacheKey key) {
        if (!isLoading()) {
            return null;
        }
        int[] homes = parts.shards().homes(key);
        CompletionStage<Void> until = waits.until(homes);
        if (until != null) {
            queue.want(homes);
        }
        return until;
    }

    /** Records are taken as soon as each kind has a shard that answers, or none will. */
    private void opened() {
        boolean takes = opening.decrementAndGet() == 0 || parts.shards().everyRoomIsOpen();
        if (takes && taking.compareAndSet(false, true) && !parts.threads().write(this::release)) {
            release();
        }
    }

    private void release() {
        held.release(e -> parts.faults().failed("what waited for the shards has failed", e));
    }

    private void loaded() {
        boolean last;
        synchronized (this) {
            last = loading.getCount() == 1;
            loadedAt = System.nanoTime();
            loading.countDown();
        }
        if (last) {
            end();
        }
    }

    private void load(int shard) {
        ByteBuffer scratch = ShardSet.scratch();
        parts.shards()
                .all()
                .get(shard)
                .forEach(scratch, () -> !stopped, (id, record) -> id >= startId || keep((short) shard, id, record));
    }

    private boolean keep(short shard, long id, ByteBuffer record) {
        RecordOutline found = EntryCodec.outline(record).orElse(null);
        if (found == null || found.id() != id) {
            counters.corruptions.increment();
            return false;
        }
        VariantKey variant = parts.index().shared(found.variant());
        RecordPlace place = parts.shards().placeOf(id, shard, found.place(), record.limit());
        DiskEntry entry = new DiskEntry(found.high(), found.low(), variant, place);
        if (isPurged(shard, found, record) || isSuperseded(entry)) {
            return false;
        }
        if (place.fileId() != 0) {
            fileIds.add(place.fileId());
        }
        parts.index().publish(entry, parts.shards().roomOf(place));
        if (isSuperseded(entry)) {
            parts.index().remove(entry);
        }
        return true;
    }

    private boolean isSuperseded(DiskEntry entry) {
        return !superseded.isEmpty() && superseded.contains(entry);
    }

    /** Also whatever is of another journal, or was not compared with records that the journal has forgotten (rule 9). */
    private boolean isPurged(short shard, RecordOutline found, ByteBuffer record) {
        JournalStamp stamp = found.stamp();
        PurgeJudge judge = needs.judge();
        long published = judge.publishedSeq();
        long compared = parts.shards().all().get(shard).mark().comparedUpTo(found.id(), stamp);
        if (stamp.incarnation() == judge.incarnation() && stamp.seq() <= published && compared >= published) {
            // No record is newer than the comparison, so that what the head says does not matter.
            return false;
        }
        return !(EntryCodec.decode(record) instanceof Decoded.Entry whole)
                || judge.judge(whole.head(), new PurgeCursor(compared)) instanceof PurgeVerdict.Hard;
    }

    private void end() {
        superseded.clear();
        if (stopped) {
            return;
        }
        try {
            parts.segments().deleteOrphans(startId, fileIds::contains);
        } catch (IOException e) {
            parts.faults().failed("files that no record knows could not be deleted", e);
        }
        fileIds.clear();
    }

    /** A variant whose older records shall not come into force any more. */
    void supersede(CacheKey key, VariantKey variant) {
        if (isLoading()) {
            superseded.add(DiskEntry.probe(key, variant));
        }
    }

    boolean isLoading() {
        return loading.getCount() > 0;
    }

    /** Whether records can be stored: some shards may still be being opened. */
    boolean takesRecords() {
        return held.over();
    }

    /** Runs a task on a store thread when records can be stored. No thread waits for that. */
    void whenTakingRecords(Runnable task) {
        if (!held.hold(task) && !parts.threads().write(task)) {
            task.run();
        }
    }

    /** Waits until everything is indexed; false if it was stopped early. */
    boolean awaitLoaded() throws InterruptedException {
        loading.await();
        return !stopped;
    }

    /** From the start until everything was indexed; until now while that is not so. */
    long recoveryMillis() {
        long end = isLoading() ? System.nanoTime() : loadedAt;
        return TimeUnit.NANOSECONDS.toMillis(end - begunAt);
    }

    /** Stops early and waits for the end. */
    void stop() {
        stopped = true;
        try {
            loading.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
