package io.skerry.cache.store.disk;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tasks that wait until records are taken, and run one after the other as they came: of two versions the newer one is written last. Any thread. */
final class HeldTasks {

    private final ArrayDeque<Runnable> held = new ArrayDeque<>();
    private volatile boolean over;

    /** Whether nothing is held any more. */
    boolean over() {
        return over;
    }

    /** Holds a task; false if nothing is held any more. */
    synchronized boolean hold(Runnable task) {
        if (over) {
            return false;
        }
        held.add(task);
        return true;
    }

    /**
     * Runs what is held, and what is to be held meanwhile. Called once.
     *
     * @param onFault told of what a task throws, which keeps no other from running
     */
    void release(Consumer<Throwable> onFault) {
        for (Runnable task = next(); task != null; task = next()) {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                onFault.accept(e);
            }
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable task = held.poll();
        over = task == null;
        return task;
    }
}
