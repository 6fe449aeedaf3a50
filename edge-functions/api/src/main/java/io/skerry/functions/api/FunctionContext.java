package io.skerry.functions.api;

/** What a use of a function is started with. */
public interface FunctionContext {

    /**
     * The settings, bound from {@code with:} and validated.
     *
     * @param type the function's own record {@code Settings}
     * @param <S> the same
     * @return the settings of this use
     */
    <S extends Record> S settings(Class<S> type);

    /**
     * Data that is loaded now and refreshed on a timer; the last good data stays when a refresh fails.
     *
     * <p>The loads of all functions go on beside each other; when every function has started, the edge waits a moment for them before
     * it takes requests. A source that does not answer yet is no reason to refuse to start.
     *
     * @param source where the data is and how often it is loaded
     * @param parser turns it into an immutable value
     * @param <T> that value
     * @return to be read with {@link Exchange#read}
     */
    <T> Snapshot<T> snapshot(Source source, Snapshot.Parser<T> parser);

    /**
     * The log, with the function attached.
     *
     * @return for messages outside a request
     */
    Log log();

    /**
     * The counters of this use.
     *
     * @return shown in the edge's metrics
     */
    Counters counters();

    /**
     * Memory for work that needs much of it.
     *
     * @return shared by all functions
     */
    Memory memory();
}
