package io.skerry.cache.store.disk;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which failures are worth a line of the log: each kind once a minute, however often and wherever it comes. A disk that is full or broken
 * fails whatever is tried on it. Any thread.
 */
final class RareFaults {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier ticker;
    /** When each kind was said last, in nanoseconds; there are as many as places that fail and reasons of the system. */
    private final Map<String, Long> said = new HashMap<>();

    /** @param ticker nanoseconds that only ever grow */
    RareFaults(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Whether a failure is to be said, which counts as having been.
     *
     * @param what has failed, without the names of files
     */
    boolean due(String what, Throwable fault) {
        return due(what + kind(fault));
    }

    /**
     * The same of what no failure tells of.
     *
     * @param kind one of few
     */
    synchronized boolean due(String kind) {
        long now = ticker.getAsLong();
        Long before = said.get(kind);
        if (before != null && now - before < QUIET_NANOS) {
            return false;
        }
        said.put(kind, now);
        return true;
    }

    /** Whether the system failed, and not the program: its reason says all. */
    static boolean isSystems(Throwable fault) {
        return root(fault) instanceof IOException;
    }

    /** What is at the bottom of a failure. */
    static String cause(Throwable fault) {
        Throwable root = root(fault);
        return root.getMessage() == null
                ? root.getClass().getSimpleName()
                : root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** What it has in common with the same failure elsewhere. Only the system's reasons are the same each time. */
    private static String kind(Throwable fault) {
        Throwable root = root(fault);
        String reason = switch (root) {
            case FileSystemException ofFile -> ofFile.getReason();
            // "path (reason)"
            case FileNotFoundException ofOpening ->
                String.valueOf(ofOpening.getMessage()).replaceFirst("^.*\\(", "(");
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
