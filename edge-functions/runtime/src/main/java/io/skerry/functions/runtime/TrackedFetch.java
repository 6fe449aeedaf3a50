package io.skerry.functions.runtime;

import io.skerry.cache.key.VariantInput;
import io.skerry.cache.memory.MemoryBudget.Claim;
import io.skerry.functions.api.Fetch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Fetches for a function; in the cached phases what comes back is a source of the response. */
record TrackedFetch(FunctionServices services, ExchangeState state, Phase phase, Claim contents) implements Fetch {

    @Override
    public CompletionStage<Result> get(String path, int maxBytes) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path of the same site begins with a slash: " + path);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is at least 1, not " + maxBytes);
        }
        if (phase.isCached()) {
            state.recorder().requireOpen();
        }
        ExchangeInputs parent = state.inputs();
        if (parent.depth() >= SubRequest.MAX_DEPTH) {
            return CompletableFuture.completedFuture(
                    new Failed("functions fetch from functions more than " + SubRequest.MAX_DEPTH + " levels deep"));
        }
        return services.fetch(new SubRequest(parent, path, maxBytes, contents))
                .exceptionally(failed -> new SubAnswer.Unanswered(new Failed(String.valueOf(failed.getMessage()))))
                .thenApplyAsync(answer -> taken(path, answer), parent.eventLoop());
    }

    private Result taken(String path, SubAnswer answer) {
        return switch (answer) {
            case SubAnswer.Answered answered -> {
                if (phase.isCached()) {
                    recordSource(answered.facts());
                }
                yield answered.fetched();
            }
            case SubAnswer.Unanswered unanswered -> {
                if (phase.isCached()) {
                    state.recorder().parent(state.inputs().resolve(path));
                    state.recorder().refuse("source " + path + " gave no complete answer");
                }
                yield unanswered.result();
            }
        };
    }

    private void recordSource(SourceFacts facts) {
        for (VariantInput input : facts.derivation().inputs()) {
            // Dimensions belong to a route: one that this route does not publish cannot be looked up here.
            if (input.kind() == VariantInput.Kind.DIMENSION && state.dimension(input.name()) == null) {
                state.recorder().refuse("source " + facts.uri().path() + " varies by dimension " + input.name());
            }
        }
        state.recorder().source(facts);
    }
}
