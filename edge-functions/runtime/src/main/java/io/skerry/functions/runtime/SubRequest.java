package io.skerry.functions.runtime;

/**
 * A request of a function to its own site.
 *
 * @param parent the request for which it is made; the new one is one level deeper
 * @param pathAndQuery absolute
 * @param maxBytes the longest body to take
 */
public record SubRequest(ExchangeInputs parent, String pathAndQuery, int maxBytes) {

    /** The deepest level: a client's request is 0, what its functions fetch is 1, what those fetch is 2. */
    public static final int MAX_DEPTH = 2;
}
