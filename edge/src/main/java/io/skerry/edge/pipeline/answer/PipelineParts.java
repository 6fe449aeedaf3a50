package io.skerry.edge.pipeline.answer;

import io.skerry.cache.collapse.RequestCollapser;
import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.store.CacheStore;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.exchange.OriginListener;
import io.skerry.origin.LoopMark;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What the pipeline works with, the same for every generation.
 *
 * @param store of responses
 * @param purges the purge log
 * @param collapser the fetches under way
 * @param clock wall time anchored to a monotonic source
 * @param codings encoders and decoders of contents
 * @param memory the node's ledger
 * @param listener told of every exchange
 * @param origins told of every request to an origin
 * @param mark of this node, on every request to an origin
 */
public record PipelineParts(
        CacheStore store,
        PurgeLog purges,
        RequestCollapser collapser,
        InstantSource clock,
        ContentCodings codings,
        MemoryBudget memory,
        ExchangeListener listener,
        OriginListener origins,
        LoopMark mark) {

    public PipelineParts {
        Objects.requireNonNull(store);
        Objects.requireNonNull(purges);
        Objects.requireNonNull(collapser);
        Objects.requireNonNull(clock);
        Objects.requireNonNull(codings);
        Objects.requireNonNull(memory);
        Objects.requireNonNull(listener);
        Objects.requireNonNull(origins);
        Objects.requireNonNull(mark);
    }
}
