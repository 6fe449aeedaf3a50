package io.skerry.cache.store.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Puts slots of the largest size into {@linkplain LargePage large pages} while they are being filled, on a thread of its own, which ends when
 * there is nothing to do. A slot for which there is no time, or no page, stays as it was.
 */
final class LargePages implements AutoCloseable {

    private static final int MOST_WAITING = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSING_SECONDS = 1;

    private final NativeRegion region;
    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> Thread.ofPlatform().daemon().name("skerry-large-pages").unstarted(task),
            (task, full) -> giveUp(task));

    LargePages(NativeRegion region) {
        this.region = region;
    }

    /** A slot that waits, with a reference of its own: its pages are not exchanged meanwhile. */
    private record Slot(NativeRegion region, Piece piece, long offset) implements Runnable {
        @Override
        public void run() {
            try {
                boolean _ = region.enlarge(offset);
            } finally {
                piece.release();
            }
        }
    }

    /**
     * Asks for a large page.
     *
     * @param piece as long as a large page; the caller holds a reference and has written to it
     * @param offset where it begins in the region
     */
    void ask(Piece piece, long offset) {
        piece.retain();
        worker.execute(new Slot(region, piece, offset));
    }

    private static void giveUp(Runnable task) {
        ((Slot) task).piece.release();
    }

    /** Gives up what waits, and waits for what is under way. */
    @Override
    public void close() {
        worker.shutdownNow().forEach(LargePages::giveUp);
        try {
            boolean _ = worker.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
