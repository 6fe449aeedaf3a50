package io.skerry.functions.runtime;

/** Records what functions do; implemented by the edge, called from any thread, never blocks. */
public interface FunctionMetrics {

    /**
     * A call of a function ended.
     *
     * @param use the id of the use
     * @param phase the phase
     * @param done whether it gave a usable outcome; if not, {@link #failed} says why
     * @param nanos from the call to its end, waiting included
     */
    void called(String use, Phase phase, boolean done, long nanos);

    /**
     * A call occupied an event loop longer than it may.
     *
     * @param use the id of the use
     * @param phase the phase
     * @param nanos how long
     */
    void slow(String use, Phase phase, long nanos);

    /**
     * A call of a function failed; told beside {@link #called}.
     *
     * @param failure what happened; recorded also when the use says skip
     */
    void failed(FunctionFailure failure);

    /**
     * A function counted.
     *
     * @param use the id of the use
     * @param counter the function's own name for it
     * @param amount zero or more
     */
    void added(String use, String counter, long amount);

    /**
     * A snapshot was loaded, whether its data changed or not.
     *
     * @param name the snapshot
     */
    void snapshotLoaded(String name);

    /**
     * A snapshot could not be loaded; the last good data stays.
     *
     * @param name the snapshot
     */
    void snapshotFailed(String name);
}
