package io.skerry.cache.purge.index;

/**
 * How many selectors the index keeps apart before it coarsens.
 *
 * @param urls single URLs; beyond it the older ones stand for their folders
 * @param prefixes path prefixes; beyond it the older ones stand for their hosts
 * @param hosts hosts; beyond it the older ones stand for everything of their site
 * @param variants single variants of URLs; beyond it they stand for all variants
 * @param tags tags; beyond it the older ones share {@code tagGroups} groups
 * @param tagGroups a power of two
 */
public record IndexLimits(int urls, int prefixes, int hosts, int variants, int tags, int tagGroups) {

    /** About 60 MB of heap when all is full. */
    public static final IndexLimits DEFAULT = new IndexLimits(250_000, 50_000, 10_000, 4_096, 250_000, 1 << 16);
}
