package io.skerry.functions.api;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What a function decided at one phase of a request. */
public sealed interface Outcome {

    /** Goes on with the next function, or without any. */
    record Next() implements Outcome {
        private static final Next INSTANCE = new Next();
    }

    /**
     * Answers in the origin's place, or, in a response phase, replaces the response.
     *
     * @param response the answer
     */
    record Respond(EdgeResponse response) implements Outcome {
        /** Refuses {@code null}. */
        public Respond {
            Objects.requireNonNull(response, "response");
        }
    }

    /**
     * Routes the request again inside its site, once; only from {@link EdgeFunction#onRequest}.
     *
     * @param path an absolute path, with or without a query
     */
    record Rewrite(String path) implements Outcome {
        /** Refuses a path that does not begin with a slash. */
        public Rewrite {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("a path begins with a slash: " + path);
            }
        }
    }

    /**
     * Waits for work that occupies no thread.
     *
     * @param later gives the outcome; never gives {@code null}
     */
    record Async(CompletionStage<Outcome> later) implements Outcome {
        /** Refuses {@code null}. */
        public Async {
            Objects.requireNonNull(later, "later");
        }
    }

    /**
     * Runs work that waits (for a lock, a file, a socket) on a virtual thread.
     *
     * @param work gives the outcome; interrupted at the deadline
     */
    record Blocking(Callable<Outcome> work) implements Outcome {
        /** Refuses {@code null}. */
        public Blocking {
            Objects.requireNonNull(work, "work");
        }
    }

    /**
     * Runs work that needs a processor (pixels) on the bounded pool of platform threads.
     *
     * @param work gives the outcome; interrupted at the deadline
     * @param whenFull taken instead when there is no room for the work; {@code null} makes that a failure
     */
    record Compute(Callable<Outcome> work, @Nullable Outcome whenFull) implements Outcome {
        /** Refuses to be without work. */
        public Compute {
            Objects.requireNonNull(work, "work");
        }
    }

    /**
     * Collects the whole body of the response and asks again; only from {@link EdgeFunction#onOriginResponse}.
     *
     * @param maxBytes the longest body to collect; a longer one is a failure of the function
     * @param then gets the response with a {@link Body.Whole} body, on the event loop
     */
    record BufferBody(int maxBytes, java.util.function.Function<EdgeResponse, Outcome> then) implements Outcome {
        /** Refuses a bound below one byte. */
        public BufferBody {
            if (maxBytes < 1) {
                throw new IllegalArgumentException("maxBytes is at least 1, not " + maxBytes);
            }
            Objects.requireNonNull(then, "then");
        }
    }

    /**
     * Goes on unchanged.
     *
     * @return the one {@link Next}
     */
    static Outcome next() {
        return Next.INSTANCE;
    }

    /**
     * Answers with a response.
     *
     * @param response the answer
     * @return a {@link Respond}
     */
    static Outcome respond(EdgeResponse response) {
        return new Respond(response);
    }

    /**
     * Routes the request again.
     *
     * @param path an absolute path inside the same site
     * @return a {@link Rewrite}
     */
    static Outcome rewrite(String path) {
        return new Rewrite(path);
    }

    /**
     * Waits without a thread.
     *
     * @param later gives the outcome
     * @return an {@link Async}
     */
    static Outcome async(CompletionStage<Outcome> later) {
        return new Async(later);
    }

    /**
     * Runs on a virtual thread.
     *
     * @param work gives the outcome
     * @return a {@link Blocking}
     */
    static Outcome blocking(Callable<Outcome> work) {
        return new Blocking(work);
    }

    /**
     * Runs on the processor pool.
     *
     * @param work gives the outcome
     * @return a {@link Compute}
     */
    static Outcome compute(Callable<Outcome> work) {
        return new Compute(work, null);
    }

    /**
     * Runs on the processor pool if there is room.
     *
     * @param work gives the outcome
     * @param whenFull the outcome when there is none, such as a 503 with {@code Retry-After}
     * @return a {@link Compute}
     */
    static Outcome computeOr(Callable<Outcome> work, Outcome whenFull) {
        return new Compute(work, Objects.requireNonNull(whenFull, "whenFull"));
    }

    /**
     * Collects the body first.
     *
     * @param maxBytes the longest body to collect
     * @param then gets the response with its whole body
     * @return a {@link BufferBody}
     */
    static Outcome bufferBody(int maxBytes, java.util.function.Function<EdgeResponse, Outcome> then) {
        return new BufferBody(maxBytes, then);
    }
}
