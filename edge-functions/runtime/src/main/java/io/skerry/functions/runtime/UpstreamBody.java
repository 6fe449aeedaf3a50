package io.skerry.functions.runtime;

import java.util.concurrent.CompletionStage;

/** The body of a response that is still on its way; implemented by the edge. */
@FunctionalInterface
public interface UpstreamBody {

    /** What came of collecting a body. */
    sealed interface Collected {

        /**
         * All of it.
         *
         * @param bytes in memory that the node has accounted for
         */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, and never compared
        record Whole(byte[] bytes) implements Collected {}

        /** It is longer than was wanted. */
        record TooLarge() implements Collected {}

        /** Functions hold as much as the node has memory for. */
        record NoRoom() implements Collected {}
    }

    /**
     * Collects the body. One that was collected in vain can still be streamed from its first byte.
     *
     * @param maxBytes the longest body to collect
     * @return what came of it; fails when the body breaks off
     */
    CompletionStage<Collected> collect(int maxBytes);
}
