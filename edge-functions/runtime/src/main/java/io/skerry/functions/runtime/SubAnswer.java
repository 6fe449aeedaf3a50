package io.skerry.functions.runtime;

import io.skerry.functions.api.Fetch;

/** What came of a {@link SubRequest}. */
public sealed interface SubAnswer {

    /**
     * A complete answer, of any status.
     *
     * @param fetched what the function gets
     * @param facts what a response made from it has to respect
     */
    record Answered(Fetch.Fetched fetched, SourceFacts facts) implements SubAnswer {}

    /**
     * No complete answer.
     *
     * @param result {@link Fetch.TooLarge} or {@link Fetch.Failed}
     */
    record Unanswered(Fetch.Result result) implements SubAnswer {}
}
