package io.skerry.functions.api;

/** A function's log. */
public interface Log {

    /**
     * Says what only a developer wants to know.
     *
     * @param message plain text
     */
    void debug(String message);

    /**
     * Says what an operator may want to know.
     *
     * @param message plain text
     */
    void info(String message);

    /**
     * Says what an operator should look at.
     *
     * @param message plain text
     */
    void warn(String message);
}
