package io.skerry.functions.runtime;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The body of a response that is still on its way; implemented by the edge. */
@FunctionalInterface
public interface UpstreamBody {

    /**
     * Collects the body.
     *
     * @param maxBytes the longest body to collect
     * @return all of it; empty when it is longer, and then it can still be streamed from its first byte. Fails when the
     *     body breaks off
     */
    CompletionStage<Optional<byte[]>> collect(int maxBytes);
}
