package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeResponse;

/** What the functions of a route made of a response. */
public sealed interface ResponseDecision {

    /**
     * Go on with this response.
     *
     * @param response the given one, or its replacement; its body may be transformed
     */
    record Proceed(EdgeResponse response) implements ResponseDecision {}

    /**
     * A function failed whose use says {@link OnError#FAIL}.
     *
     * @param failure what happened
     */
    record Failed(FunctionFailure failure) implements ResponseDecision {}
}
