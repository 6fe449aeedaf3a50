package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One preallocated Chronicle Map of records by id.
 *
 * <p>Used on store threads only. Whatever goes wrong in it, {@code InternalError} of a truncated mapping included, takes this
 * shard out of use and nothing else: its records are misses from then on, until it has been made anew. How the map comes out of its file is
 * {@link ShardFile}'s, what is done in it {@link ShardMap}'s.
 */
final class Shard {

    private static final Logger LOG = LoggerFactory.getLogger(Shard.class);
    private static final int ROOM_TO_MAKE = 8;
    private static final long RENEWAL_WAIT_MILLIS = 200;

    /** What became of a put. */
    enum Put {
        STORED,
        /** The segment has no room for the record. */
        FULL,
        /** The shard is not open. */
        UNAVAILABLE
    }

    private enum State {
        OPENING,
        OPEN,
        QUARANTINED,
        CLOSED
    }

    private final ShardFile file;
    private final int segments;
    private final ShardFaults faults;
    private final Runnable onFault;
    private final Pulse pulse;
    /** Uses of the map share it; closing a faulted map to make it anew excludes them. */
    private final ReentrantReadWriteLock uses = new ReentrantReadWriteLock();

    private volatile State state = State.OPENING;
    private volatile SweptMark mark = SweptMark.NONE;
    private volatile @Nullable ShardMap map;

    /**
     * A shard that is not open yet.
     *
     * @param faults says why it is out of use
     * @param onFault told when it goes out of use, by whoever was using it then
     * @param pulse awaited ahead of each use of the map
     */
    Shard(Path file, ShardLayout layout, ShardFaults faults, Runnable onFault, Pulse pulse) {
        this.pulse = pulse;
        this.faults = faults;
        this.onFault = onFault;
        this.file = new ShardFile(file, layout);
        this.segments = layout.segments();
    }

    /**
     * Opens, recovers or makes the file. One that cannot even be recovered is made anew, empty.
     *
     * @return false if the system does not open the file, which says nothing of what is in it (too many open files, or too much mapped, say): it
     *     can be tried again, and is then looked through as after a crash
     */
    boolean open() {
        Throwable fault = tryOpen();
        boolean triedAgain = fault != null && file.isReachable();
        if (triedAgain) {
            // What is damaged is so the second time as well; what the system refused for a moment is not.
            fault = tryOpen();
        }
        if (fault == null) {
            faults.works(file.path());
        } else if (triedAgain && file.isReachable()) {
            LOG.warn("{} cannot be opened and is made anew: {}", file, RareFaults.cause(fault));
            LOG.debug("{} cannot be opened", file, fault);
            makeAnew();
        } else {
            faults.refused(file.path(), fault);
            return false;
        }
        return true;
    }

    /** Null if it is open now. */
    private @Nullable Throwable tryOpen() {
        try {
            ShardMap opened = mapped(file.open());
            map = opened;
            mark = markIn(opened);
            state = State.OPEN;
            return null;
        } catch (IOException | RuntimeException | Error e) {
            giveUpMap();
            return e;
        }
    }

    private void giveUpMap() {
        ShardMap faulted = map;
        map = null;
        if (faulted != null) {
            faulted.giveUp();
        }
    }

    private ShardMap mapped(ChronicleMap<Long, ByteBuffer> opened) {
        return new ShardMap(opened, this::isOpen);
    }

    /**
     * Makes a faulted shard anew, empty. What the index still knows of it must have gone before.
     *
     * @return whether it takes records again; if not, the disk is still at fault, or somebody hangs in the old file
     */
    boolean renew() {
        boolean excluded = false;
        try {
            excluded = uses.writeLock().tryLock(RENEWAL_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            if (!excluded || state != State.QUARANTINED) {
                return false;
            }
            giveUpMap();
            makeAnew();
            return state == State.OPEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException | Error e) {
            faults.failed(file.path(), e);
            return false;
        } finally {
            if (excluded) {
                uses.writeLock().unlock();
            }
        }
    }

    /** Takes it out of use if its file was deleted or replaced under it: it would take records that no restart finds, and no mark. */
    void requireFile() {
        if (state != State.OPEN) {
            return;
        }
        try {
            file.requireInPlace();
        } catch (NoSuchFileException lost) {
            quarantine(lost);
        } catch (IOException unknown) {
            LOG.debug("{}: the system does not tell whether it is in its place", file, unknown);
        }
    }

    /** The segment that a record of this id is in; -1 when the shard is not open. */
    int segmentOf(long id) {
        int[] segment = {-1};
        guarded(open -> segment[0] = open.segmentOf(id));
        return segment[0];
    }

    /** Makes the file anew, empty, whatever is in it; out of use if that fails. */
    void makeAnew() {
        try {
            map = mapped(file.make());
            mark = SweptMark.NONE;
            state = State.OPEN;
            faults.works(file.path());
        } catch (IOException | RuntimeException | Error e) {
            quarantine(e);
        }
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isQuarantined() {
        return state == State.QUARANTINED;
    }

    /** Copies a record into {@code using}; null when there is none. */
    @Nullable
    ByteBuffer get(long id, ByteBuffer using) {
        ByteBuffer[] found = new ByteBuffer[1];
        guarded(open -> found[0] = open.get(id, using));
        return found[0];
    }

    Put put(long id, ByteBuffer record) {
        Put[] outcome = {Put.UNAVAILABLE};
        guarded(open -> outcome[0] = open.put(id, record));
        return outcome[0];
    }

    void remove(long id) {
        guarded(open -> open.remove(id));
    }

    /** The oldest records of the segment that an id belongs to: those to go where nothing else makes room there. */
    long[] oldestBeside(long id) {
        LongStream.Builder ids = LongStream.builder();
        guarded(open -> open.idsOf(open.segmentOf(id), ids));
        return ids.build().sorted().limit(ROOM_TO_MAKE).toArray();
    }

    /** Looks at each record once, segment by segment. */
    void forEach(ByteBuffer using, BooleanSupplier goOn, RecordVisitor visitor) {
        guarded(open -> {
            for (int i = 0; i < segments && goOn.getAsBoolean(); i++) {
                pulse.await();
                open.visit(i, using, visitor);
            }
        });
    }

    /** The ids of all records, each segment's as they are at one moment. */
    long[] ids() {
        LongStream.Builder ids = LongStream.builder();
        guarded(open -> {
            for (int i = 0; i < segments; i++) {
                pulse.await();
                open.idsOf(i, ids);
            }
        });
        return ids.build().toArray();
    }

    /**
     * Copies the beginning of a record, without touching the pages behind it.
     *
     * @param using filled up to its capacity, or to the record's end
     * @return false where there is no such record
     */
    boolean copyBeginning(long id, ByteBuffer using) {
        using.clear().limit(0);
        guarded(open -> open.copyBeginning(id, using));
        return using.hasRemaining();
    }

    /** Up to where its records were compared with the purge journal. */
    SweptMark mark() {
        return mark;
    }

    /** Notes that, and returns when it is on the device. */
    void mark(SweptMark next) throws IOException {
        Put outcome = put(ShardMap.MARK_ID, next.encode());
        if (outcome == Put.FULL) {
            Arrays.stream(oldestBeside(ShardMap.MARK_ID)).forEach(this::remove);
            outcome = put(ShardMap.MARK_ID, next.encode());
        }
        if (outcome != Put.STORED) {
            throw new IOException(file + " takes no mark: " + outcome);
        }
        file.sync();
        mark = next;
    }

    private static SweptMark markIn(ShardMap opened) {
        ByteBuffer bytes = opened.getAlone(ShardMap.MARK_ID, ShardSet.scratch());
        return bytes == null ? SweptMark.NONE : SweptMark.decode(bytes);
    }

    /** Decides of each record whether it stays. */
    @FunctionalInterface
    interface RecordVisitor {
        boolean keep(long id, ByteBuffer record);
    }

    private interface MapUse {
        void on(ShardMap open);
    }

    private void guarded(MapUse use) {
        if (state != State.OPEN) {
            return;
        }
        pulse.await();
        uses.readLock().lock();
        try {
            ShardMap open = state == State.OPEN ? map : null;
            if (open != null) {
                use.on(open);
            }
        } catch (SegmentLocks.LeftBehind said) {
            LOG.debug("{}: a use of it was given up", file, said);
        } catch (RuntimeException | Error e) {
            quarantine(e);
        } finally {
            uses.readLock().unlock();
        }
    }

    private void quarantine(Throwable fault) {
        if (state != State.CLOSED) {
            state = State.QUARANTINED;
            faults.failed(file.path(), fault);
            onFault.run();
        }
    }

    /** Closes the file and marks it clean. No other thread uses the shard any more. */
    void close() {
        ShardMap open = map;
        boolean sound = state == State.OPEN;
        state = State.CLOSED;
        if (open == null || !sound) {
            return;
        }
        try {
            open.close();
            file.markClean();
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} could not be closed cleanly and will be recovered: {}", file, RareFaults.cause(e));
        }
    }
}
