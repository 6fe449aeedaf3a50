package io.skerry.cache.store.disk;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that shards are out of use, and why: one line for a cause, however many shards have it and however often they are tried
 * again; the line comes again after a minute, and one more once every shard works again. The stack is for the level {@code DEBUG}.
 *
 * <p>Any thread.
 */
final class ShardFaults {

    private static final Logger LOG = LoggerFactory.getLogger(ShardFaults.class);
    private static final String ADVICE = "see that its file system has room, can be written and is whole,"
            + " and that the process may map it (ulimit -v, vm.max_map_count);"
            + " it is made anew, empty, as soon as that works, tried at least once a minute";

    private final RareFaults said;
    private final Set<Path> outOfUse = new HashSet<>();
    /** Whether a fault was said after which it was not said yet that all is well. */
    private boolean untold;

    /** @param ticker nanoseconds that only ever grow */
    ShardFaults(LongSupplier ticker) {
        this.said = new RareFaults(ticker);
    }

    /** A shard went out of use, or could not be made anew. */
    synchronized void failed(Path file, Throwable fault) {
        outOfUse.add(file);
        if (said.due("a shard is out of use", fault)) {
            untold = true;
            LOG.error("{} is out of use ({} in all): {}; {}", file, outOfUse.size(), RareFaults.cause(fault), ADVICE);
        }
        LOG.debug("{} is out of use", file, fault);
    }

    /** The system does not open or map a shard's file. */
    synchronized void refused(Path file, Throwable fault) {
        outOfUse.add(file);
        if (said.due("a shard is not opened", fault)) {
            untold = true;
            LOG.error(
                    "{} is not opened ({} in all): {}; it is tried again for half a minute, and then made anew, empty",
                    file,
                    outOfUse.size(),
                    RareFaults.cause(fault));
        }
    }

    /** A shard works. */
    synchronized void works(Path file) {
        if (outOfUse.remove(file) && outOfUse.isEmpty() && untold) {
            untold = false;
            LOG.warn("{} is in use again, and so is every other shard", file);
        }
    }
}
