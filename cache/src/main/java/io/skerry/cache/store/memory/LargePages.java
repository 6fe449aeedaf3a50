package io.skerry.cache.store.memory;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Puts contents in slots of the largest size into {@linkplain LargePage large pages}, on a thread of its own, which ends when there is
 * nothing to do. A content for which there is no time, or no page, stays as it was.
 */
final class LargePages implements AutoCloseable {

    private static final int MOST_WAITING = 64;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSING_SECONDS = 1;

    private final ThreadPoolExecutor worker = new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> Thread.ofPlatform().daemon().name("skerry-large-pages").unstarted(task),
            (task, full) -> giveUp(task));

    LargePages() {}

    /** A content that waits. */
    private record Asked(PieceChain content, Runnable after) implements Runnable {
        @Override
        public void run() {
            try {
                for (Piece piece : content.pieces()) {
                    if (piece.large()) {
                        boolean _ = piece.enlarge();
                    }
                }
            } finally {
                after.run();
            }
        }
    }

    /**
     * Asks for large pages.
     *
     * @param content held by the caller until {@code after} has run
     * @param after called once: here where there is no time
     */
    void ask(PieceChain content, Runnable after) {
        worker.execute(new Asked(content, after));
    }

    private static void giveUp(Runnable task) {
        ((Asked) task).after.run();
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
