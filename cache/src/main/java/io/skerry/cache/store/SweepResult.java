package io.skerry.cache.store;

import java.util.OptionalLong;

/**
 * What a sweep of the store came to.
 *
 * @param dropped responses freed
 * @param comparedUpTo nothing that is stored needs a purge record up to this sequence number; empty where that is not known
 */
public record SweepResult(long dropped, OptionalLong comparedUpTo) {}
