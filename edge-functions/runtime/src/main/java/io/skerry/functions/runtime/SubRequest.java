package io.skerry.functions.runtime;

import io.skerry.cache.memory.MemoryBudget.Claim;

/**
 * A request of a function to its own site.
 *
 * @param parent the request for which it is made; the new one is one level deeper
 * @param pathAndQuery absolute
 * @param maxBytes the longest body to take
 * @param contents asked for memory before bytes are kept; closed by the function's call
 */
public record SubRequest(ExchangeInputs parent, String pathAndQuery, int maxBytes, Claim contents) {

    /** The deepest level: a client's request is 0, what its functions fetch is 1, what those fetch is 2. */
    public static final int MAX_DEPTH = 2;
}
