package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a run holds its edge to, and what of it was broken. Any thread. */
final class Promises {

    private static final long PATIENCE_SECONDS = 90;

    private final long lookNanos;
    private final List<String> broken = new CopyOnWriteArrayList<>();

    /** @param lookNanos between two looks at what is waited for */
    Promises(long lookNanos) {
        this.lookNanos = lookNanos;
    }

    /** One was broken. */
    void broken(String how) {
        broken.add(how);
    }

    /** Every answer is whole and right. */
    void answered(String when, List<Answer> answers) {
        answers.stream()
                .filter(answer -> answer.kind() != Kind.COMPLETE)
                .forEach(answer -> broken.add(when + ": " + answer));
    }

    /** Waits until something holds, which it has to before patience ends. */
    void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                broken.add(what + ": not within " + PATIENCE_SECONDS + " s");
                return;
            }
            LockSupport.parkNanos(lookNanos);
        }
    }

    /** Prints each that was broken, and how it came out; whether all were kept. */
    boolean told(String prefix) {
        broken.forEach(how -> System.out.println("FAILED " + how));
        System.out.println(prefix + (broken.isEmpty() ? "all promises kept" : broken.size() + " broken"));
        return broken.isEmpty();
    }
}
