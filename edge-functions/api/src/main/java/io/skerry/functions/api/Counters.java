package io.skerry.functions.api;

/** A function's own counters, shown in the edge's metrics. */
public interface Counters {

    /**
     * Adds one.
     *
     * @param name lower-case words joined by hyphens, from a small fixed set
     */
    default void count(String name) {
        add(name, 1);
    }

    /**
     * Adds an amount.
     *
     * @param name lower-case words joined by hyphens, from a small fixed set
     * @param amount zero or more
     */
    void add(String name, long amount);
}
