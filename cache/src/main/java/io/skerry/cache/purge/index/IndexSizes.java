package io.skerry.cache.purge.index;

/**
 * What the purge index holds in memory.
 *
 * @param urls single URLs kept apart
 * @param tags tags kept apart
 * @param prefixes path prefixes kept apart
 * @param hosts hosts kept apart
 * @param coarsenings how often a full table gave its older half to the coarser one; each makes older purges match more
 */
public record IndexSizes(int urls, int tags, int prefixes, int hosts, long coarsenings) {}
