package io.skerry.cache.store.disk;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
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
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String ADVICE = "see that its file system has room, can be written and is whole;"
            + " it is made anew, empty, as soon as that works, tried at least once a minute";

    private final LongSupplier ticker;
    private final Set<Path> outOfUse = new HashSet<>();
    /** When each kind of cause was said last, in nanoseconds. */
    private final Map<String, Long> said = new HashMap<>();
    /** Whether a fault was said after which it was not said yet that all is well. */
    private boolean untold;

    /** @param ticker nanoseconds that only ever grow */
    ShardFaults(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** A shard went out of use, or could not be made anew. */
    synchronized void failed(Path file, Throwable fault) {
        outOfUse.add(file);
        long now = ticker.getAsLong();
        Long before = said.get(kind(fault));
        if (before == null || now - before >= QUIET_NANOS) {
            said.put(kind(fault), now);
            untold = true;
            LOG.error("{} is out of use ({} in all): {}; {}", file, outOfUse.size(), cause(fault), ADVICE);
        }
        LOG.debug("{} is out of use", file, fault);
    }

    /** A shard works. */
    synchronized void works(Path file) {
        if (outOfUse.remove(file) && outOfUse.isEmpty() && untold) {
            untold = false;
            LOG.warn("{} is in use again, and so is every other shard", file);
        }
    }

    /** What is at the bottom of a failure. */
    static String cause(Throwable fault) {
        Throwable root = root(fault);
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** What it has in common with the same failure of other shards. Only the system's reasons are the same each time. */
    private static String kind(Throwable fault) {
        Throwable root = root(fault);
        String reason = switch (root) {
            case FileSystemException ofFile -> ofFile.getReason();
            case IOException ofSystem -> ofSystem.getMessage();
            default -> "";
        };
        return root.getClass().getName() + " " + reason;
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
