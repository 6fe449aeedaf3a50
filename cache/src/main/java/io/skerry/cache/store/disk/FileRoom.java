package io.skerry.cache.store.disk;

import java.util.concurrent.atomic.AtomicLong;

/** Room for segment files: those being written take theirs from those stored, within one bound. */
final class FileRoom {

    private static final double MOST_ARRIVING = 0.75;

    private final DiskIndex index;
    private final long capacityBytes;
    private final AtomicLong arriving = new AtomicLong();

    FileRoom(DiskIndex index, long capacityBytes) {
        this.index = index;
        this.capacityBytes = capacityBytes;
    }

    /** Takes room for a file about to be written; false when too much is being written at once. */
    boolean reserve(long bytes) {
        long now = arriving.addAndGet(bytes);
        if (now > capacityBytes * MOST_ARRIVING) {
            arriving.addAndGet(-bytes);
            return false;
        }
        index.resize(Room.FILE, capacityBytes - now);
        return true;
    }

    /** The file has been written, or will not be. */
    void release(long bytes) {
        index.resize(Room.FILE, capacityBytes - arriving.addAndGet(-bytes));
    }
}
