package io.skerry.edge;

import io.skerry.edge.pipeline.SubRequests;
import io.skerry.functions.runtime.FunctionExecutors;
import io.skerry.functions.runtime.FunctionMemory;
import io.skerry.functions.runtime.FunctionMetrics;
import io.skerry.functions.runtime.FunctionServices;
import io.skerry.functions.runtime.SubAnswer;
import io.skerry.functions.runtime.SubRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What the node gives its functions: their data, requests to their own site, threads, meters. Any thread. */
final class NodeFunctionServices implements FunctionServices, AutoCloseable {

    private final SubRequests subRequests;
    private final Path folder;
    private final FunctionMetrics metrics;
    private final FunctionExecutors executors;
    private final FunctionMemory memory;
    private final DataLoader loader = new DataLoader();

    NodeFunctionServices(
            SubRequests subRequests,
            Path folder,
            FunctionMetrics metrics,
            FunctionExecutors executors,
            FunctionMemory memory) {
        this.subRequests = subRequests;
        this.folder = folder;
        this.metrics = metrics;
        this.executors = executors;
        this.memory = memory;
    }

    @Override
    public CompletionStage<byte[]> load(URI url, int maxBytes, Duration timeout) {
        return loader.load(url, maxBytes, timeout);
    }

    @Override
    public CompletionStage<SubAnswer> fetch(SubRequest request) {
        return subRequests.fetch(request);
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public FunctionMetrics metrics() {
        return metrics;
    }

    @Override
    public FunctionExecutors executors() {
        return executors;
    }

    @Override
    public FunctionMemory memory() {
        return memory;
    }

    @Override
    public void close() {
        executors.close();
        loader.close();
    }
}
