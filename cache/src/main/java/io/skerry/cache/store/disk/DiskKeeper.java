package io.skerry.cache.store.disk;

import io.skerry.cache.store.disk.HotList.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chores of the disk tier, on one thread of their own: looks whether the shards' files are in their places, brings quarantined
 * shards back, deletes what could not be deleted before, tries whether a disk that took no file takes one again, checks what lies
 * on disk, counts what memory serves as used, notes what is hot, and puts that back into memory after a
 * restart. While the folder itself is not where it was taken, all of that rests. Nothing waits for it.
 */
final class DiskKeeper {

    private static final long TURN_MILLIS = 1000;
    private static final int TURNS_BETWEEN_LISTS = 60;
    private static final int TURNS_BETWEEN_USES = 2;
    private static final int MOST_TURNS_BETWEEN_RENEWALS = 60;
    private static final long SHORTEST_RENEWAL_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(DiskKeeper.class);

    private final StoreFolder folder;
    private final DiskParts parts;
    private final ShardLoader loader;
    private final DiskNeeds needs;
    private final DiskReader reader;
    private final Scrubber scrubber;
    private final HotList list;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().daemon().name("skerry-disk-keeper").unstarted(this::run);
    /** Shards that have gone out of use since the keeper looked; a permit as well for being stopped. */
    private final Semaphore faults = new Semaphore(0);

    private long renewedAt = System.nanoTime() - SHORTEST_RENEWAL_PAUSE;
    private int turnsToRenewal;
    private int renewalPause = 1;
    private boolean away;

    DiskKeeper(StoreFolder folder, DiskParts parts, ShardLoader loader, DiskNeeds needs, DiskReader reader) {
        this.folder = folder;
        this.parts = parts;
        this.loader = loader;
        this.needs = needs;
        this.reader = reader;
        this.scrubber = new Scrubber(parts, reader);
        this.list = new HotList(folder.path());
    }

    void start() {
        thread.start();
    }

    /** A shard has gone out of use: it is made anew at once. Any thread. */
    void wake() {
        faults.release();
    }

    /** Ends the thread and notes what is hot once more. Blocks. */
    void stop() {
        stopping.countDown();
        faults.release();
        try {
            boolean ended = thread.join(java.time.Duration.ofSeconds(10));
            if (ended && !loader.isLoading()) {
                note();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            if (loader.awaitLoaded()) {
                reload();
            }
            int turn = 1;
            while (stopping.getCount() > 0) {
                if (faults.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                    faults.drainPermits();
                    renewSoon();
                } else {
                    turn(turn++);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            scrubber.close();
        }
    }

    private void turn(int turn) {
        if (!isInPlace()) {
            return;
        }
        try {
            List<Shard> shards = parts.shards().all();
            shards.get(turn % shards.size()).requireFile();
            renew();
            parts.segments().deleteLeft();
            tryDisk();
            scrubber.turn(needs.pace().scrubBytesPerSecond());
            if (turn % TURNS_BETWEEN_USES == 0) {
                use();
            }
            if (turn % TURNS_BETWEEN_LISTS == 0) {
                note();
            }
        } catch (RuntimeException | Error e) {
            parts.faults().failed("the keeper of the disk tier failed", e);
        }
    }

    /** Who moved or deleted the folder may have let another process make one there. What is open goes on, wherever it lies. */
    private boolean isInPlace() {
        boolean inPlace = folder.isInPlace();
        if (inPlace == away) {
            away = !inPlace;
            if (away) {
                LOG.warn(
                        "{} is not the folder that was opened: what is stored from now on may not outlast this process",
                        folder.path());
            } else {
                LOG.info("{} is the folder that was opened again", folder.path());
            }
        }
        return inPlace;
    }

    /** What faults again and again is left to the turns. */
    private void renewSoon() {
        if (System.nanoTime() - renewedAt < SHORTEST_RENEWAL_PAUSE || !isInPlace()) {
            return;
        }
        try {
            renew();
        } catch (RuntimeException | Error e) {
            parts.faults().failed("a shard cannot be made anew", e);
        }
    }

    /** A shard whose file is at fault is made anew; where the disk is, that is tried again after a pause that doubles. */
    private void renew() {
        if (turnsToRenewal > 0) {
            turnsToRenewal--;
            return;
        }
        boolean allWell = true;
        List<Shard> shards = parts.shards().all();
        for (int i = 0; i < shards.size(); i++) {
            if (shards.get(i).isQuarantined()) {
                renewedAt = System.nanoTime();
                parts.index().removeShard(i);
                allWell &= shards.get(i).renew();
            }
        }
        renewalPause = allWell ? 1 : Math.min(2 * renewalPause, MOST_TURNS_BETWEEN_RENEWALS);
        turnsToRenewal = allWell ? 0 : renewalPause;
    }

    /** A disk that did not take a file is tried with one that nobody wants: that it is well again shows without traffic, too. */
    private void tryDisk() {
        if (!parts.faults().gate().isShut() || !parts.admitsFiles()) {
            return;
        }
        try {
            SegmentWriter unwanted = parts.newSegment();
            try {
                unwanted.write(ByteBuffer.allocate(needs.sliceBytes()));
                unwanted.finish();
            } finally {
                unwanted.close(false);
            }
            parts.faults().written();
        } catch (IOException | RuntimeException e) {
            parts.faults().writeFailed("a segment file cannot be written", e);
        }
    }

    /** What memory serves is used as well: its copy on disk is no colder for never being asked for. */
    private void use() {
        hottest().forEach(digest -> parts.index().used(DiskEntry.probe(digest)));
    }

    private List<Digest> hottest() {
        List<Digest> hottest = new ArrayList<>();
        needs.hotSet()
                .hottest(
                        HotList.MOST,
                        (key, variant) -> hottest.add(new Digest(key.high(), key.low(), DiskEntry.digest(variant))));
        return hottest;
    }

    private void note() {
        try {
            list.write(hottest());
        } catch (IOException e) {
            parts.faults().failed("the list of what is hot cannot be written", e);
        }
    }

    private void reload() {
        try {
            for (Digest digest : list.read()) {
                if (stopping.getCount() == 0 || !needs.hotSet().hasRoom()) {
                    return;
                }
                DiskEntry entry = parts.index().peek(DiskEntry.probe(digest));
                if (entry != null && fitsMemory(entry)) {
                    restore(reader.read(entry));
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            parts.faults().failed("what was hot cannot be read back", e);
        }
    }

    /** Longer contents are served from their files. */
    private boolean fitsMemory(DiskEntry entry) {
        return (long) entry.units * Room.UNIT_BYTES <= needs.promotedBytes();
    }

    private void restore(DiskRead read) {
        switch (read) {
            case DiskRead.Small small -> needs.hotSet().restore(small);
            // Nobody is to read it: the file does not stay open.
            case DiskRead.Large large -> large.response().close();
            case DiskRead.Gone _ -> {}
        }
    }
}
