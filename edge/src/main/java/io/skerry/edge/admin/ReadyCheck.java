package io.skerry.edge.admin;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * One condition of being ready to serve.
 *
 * @param name a short token, such as {@code store} or {@code purge-journal}
 * @param state asked at each probe, on an event loop: reads memory, never waits
 */
public record ReadyCheck(String name, Supplier<State> state) {

    public ReadyCheck {
        Objects.requireNonNull(name);
        Objects.requireNonNull(state);
    }

    /** Whether the condition holds now. */
    public sealed interface State {

        /** What to tell the operator. */
        String detail();
    }

    /**
     * It holds.
     *
     * @param detail such as {@code 1204 stored responses}; also a warning that does not keep traffic away
     */
    public record Ready(String detail) implements State {}

    /**
     * It does not hold, and traffic should go elsewhere.
     *
     * @param detail why, such as {@code recovering shard 3 of 8}
     */
    public record NotReady(String detail) implements State {}
}
