package io.skerry.cache.store.tiered;

import io.skerry.cache.store.BodyRead;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is to be done when a lock has been given back: whoever is told then may ask again. Filled under the lock; one thread. */
final class Afterwards {

    private @Nullable List<Runnable> actions;

    void complete(CompletableFuture<BodyRead> future, BodyRead outcome) {
        add(() -> future.complete(outcome));
    }

    /** Runs these, and forgets them. */
    void resume(List<Runnable> resumes) {
        for (Runnable resume : resumes) {
            add(resume);
        }
        resumes.clear();
    }

    private void add(Runnable action) {
        if (actions == null) {
            actions = new ArrayList<>(2);
        }
        actions.add(action);
    }

    /** Called once, without the lock. */
    void run() {
        if (actions != null) {
            runFrom(0);
        }
    }

    /** One that throws takes none of the others along: somebody waits for each. */
    private void runFrom(int first) {
        List<Runnable> all = Objects.requireNonNull(actions);
        for (int i = first; i < all.size(); i++) {
            try {
                all.get(i).run();
            } catch (RuntimeException | Error e) {
                runFrom(i + 1);
                throw e;
            }
        }
    }
}
