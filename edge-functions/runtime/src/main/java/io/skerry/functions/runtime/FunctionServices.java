package io.skerry.functions.runtime;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What functions need of the edge; implemented by the edge, safe from any thread. */
public interface FunctionServices {

    /**
     * Fetches the data of a snapshot.
     *
     * @param url absolute
     * @param maxBytes longer data is a failure
     * @param timeout for the whole fetch
     * @return the content of a 200 answer; fails with a message fit for logs otherwise
     */
    CompletionStage<byte[]> load(URI url, int maxBytes, Duration timeout);

    /**
     * Sends a request of a function through the edge's own routing and cache.
     *
     * @param request at most {@link SubRequest#MAX_DEPTH} deep
     * @return never fails for what the network can cause
     */
    CompletionStage<SubAnswer> fetch(SubRequest request);

    /**
     * The folder against which files of snapshots are resolved.
     *
     * @return the folder of the routes file
     */
    Path folder();

    /**
     * Where calls, failures and functions' own counters are recorded.
     *
     * @return never blocks
     */
    FunctionMetrics metrics();

    /**
     * The threads on which work of functions runs.
     *
     * @return shared by all generations
     */
    FunctionExecutors executors();

    /**
     * The functions' part of the node's memory.
     *
     * @return shared by all generations
     */
    FunctionMemory memory();
}
