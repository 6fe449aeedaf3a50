package io.skerry.cache.store.disk;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What goes wrong on the disk: counted, said no more often than tells something ({@link RareFaults}), and after a write that fails
 * nothing is written for a while ({@link WriteGate}). Any thread.
 */
final class DiskFaults {

    private static final Logger LOG = LoggerFactory.getLogger(DiskFaults.class);

    private final DiskCounters counters;
    private final WriteGate gate = new WriteGate(System::nanoTime);
    private final RareFaults said = new RareFaults(System::nanoTime);

    DiskFaults(DiskCounters counters) {
        this.counters = counters;
    }

    /** Whether files are written now. */
    WriteGate gate() {
        return gate;
    }

    /** Something failed: said with its stack where that is not the disk's doing. */
    void failed(String what, Throwable cause) {
        counters.ioErrors.increment();
        if (!said.due(what, cause)) {
            LOG.debug("{}", what, cause);
        } else if (RareFaults.isSystems(cause)) {
            LOG.warn("{}: {}", what, RareFaults.cause(cause));
            LOG.debug("{}", what, cause);
        } else {
            LOG.warn("{}", what, cause);
        }
    }

    /** A file could not be written: the disk gets a rest. */
    void writeFailed(String what, Throwable cause) {
        gate.failed();
        failed(what, cause);
    }

    /** A file has been written, or a part of it. */
    void written() {
        gate.succeeded();
    }

    /** A file does not grow: a disk that stands still. */
    void stalled() {
        gate.failed();
        counters.ioErrors.increment();
        if (said.due("files do not grow")) {
            LOG.warn("the disk stands still; nothing is written for a while");
        }
    }

    /** A lookup was answered without the disk, which has not answered in time. */
    void overdue() {
        counters.ioErrors.increment();
        if (said.due("reads are late")) {
            LOG.warn(
                    "the disk does not answer within two seconds; what is looked for there is fetched from the origin");
        }
    }

    /** A record is not what was written, and is taken out. */
    void damaged(DiskEntry entry, String reason) {
        counters.corruptions.increment();
        boolean due = said.due("damaged: " + reason);
        LOG.atLevel(due ? Level.WARN : Level.DEBUG)
                .log("record {} is damaged and removed: {}", Long.toHexString(entry.id), reason);
    }
}
