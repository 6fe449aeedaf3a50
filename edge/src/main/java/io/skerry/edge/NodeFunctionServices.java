package io.skerry.edge;

import io.skerry.edge.pipeline.SubRequests;
import io.skerry.functions.runtime.FunctionExecutors;
import io.skerry.functions.runtime.FunctionMemory;
import io.skerry.functions.runtime.FunctionMetrics;
import io.skerry.functions.runtime.FunctionServices;
import io.skerry.functions.runtime.SubAnswer;
import io.skerry.functions.runtime.SubRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What the node gives its functions: their data, requests to their own site, threads, meters. Any thread. */
final class NodeFunctionServices implements FunctionServices, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final SubRequests subRequests;
    private final Path folder;
    private final FunctionMetrics metrics;
    private final FunctionExecutors executors;
    private final FunctionMemory memory;
    // Data are loaded every few seconds at most, from places the routes file names: off the data
    // plane, with its own connections.
    private final HttpClient loader = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

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
        HttpRequest request = HttpRequest.newBuilder(url).timeout(timeout).build();
        return loader.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes))
                .thenApply(NodeFunctionServices::content);
    }

    private static byte[] content(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new CompletionException(new IOException(response.uri() + " answered " + response.statusCode()));
        }
        return response.body();
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
        loader.shutdownNow();
    }
}
