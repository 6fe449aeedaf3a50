package io.skerry.benchmarks;

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

/** The services of a node whose routes file names no functions: nobody asks for them. */
enum NoFunctions implements FunctionServices {
    INSTANCE;

    @Override
    public CompletionStage<byte[]> load(URI url, int maxBytes, Duration timeout) {
        throw unasked();
    }

    @Override
    public CompletionStage<SubAnswer> fetch(SubRequest request) {
        throw unasked();
    }

    @Override
    public Path folder() {
        throw unasked();
    }

    @Override
    public FunctionMetrics metrics() {
        throw unasked();
    }

    @Override
    public FunctionExecutors executors() {
        throw unasked();
    }

    @Override
    public FunctionMemory memory() {
        throw unasked();
    }

    private static IllegalStateException unasked() {
        return new IllegalStateException("the file names no functions");
    }
}
