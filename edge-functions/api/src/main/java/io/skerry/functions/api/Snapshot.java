package io.skerry.functions.api;

import java.util.Objects;

/**
 * Data beside the requests (a price table, a list of recommendations) that is refreshed on a timer.
 *
 * <p>Its value is read through {@link Exchange#read} alone, because a response made from it has to remember the version.
 *
 * @param <T> an immutable value
 */
public interface Snapshot<T> {

    /**
     * What identifies the data inside the edge.
     *
     * @return the use of the function and the source
     */
    String name();

    /**
     * One state of the data.
     *
     * @param value the parsed data
     * @param version changes exactly when the source's bytes change; the same on every node and after a restart
     * @param <T> as of the snapshot
     */
    record Version<T>(T value, String version) {
        /** Refuses {@code null}. */
        public Version {
            Objects.requireNonNull(value, "value");
            Objects.requireNonNull(version, "version");
        }
    }

    /**
     * Turns a source's bytes into a value.
     *
     * @param <T> an immutable value
     */
    @FunctionalInterface
    interface Parser<T> {
        /**
         * Parses one state of the data.
         *
         * @param bytes all of it
         * @return the value
         * @throws Exception when the data is not usable; the last good value stays
         */
        T parse(byte[] bytes) throws Exception;
    }
}
