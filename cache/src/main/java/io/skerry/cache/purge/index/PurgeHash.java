package io.skerry.cache.purge.index;

import io.skerry.cache.message.TargetUri;

/**
 * 64-bit hashes of what selectors name, seeded anew in every process so that nobody can aim at a collision. A collision purges
 * too much, never too little.
 */
public final class PurgeHash {

    /** The site of a selector that means all sites. */
    static final long ALL_SITES = 0;

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long urlSeed;
    private final long prefixSeed;
    private final long hostSeed;
    private final long tagSeed;
    private final long siteSeed;
    private final TagCase tagCase;

    /** Hashes under a seed of this process, tags in the given case. */
    public PurgeHash(long seed, TagCase tagCase) {
        this.tagCase = tagCase;
        urlSeed = finish(seed + 1);
        prefixSeed = finish(seed + 2);
        hostSeed = finish(seed + 3);
        tagSeed = finish(seed + 4);
        siteSeed = finish(seed + 5);
    }

    /** A site by name; never {@link #ALL_SITES}. */
    public long site(String name) {
        return finish(add(siteSeed, name)) | 1;
    }

    /** A URI without its query; see {@link #withQuery} and {@link #withAnyQuery}. */
    public long url(TargetUri uri) {
        return add(add(add(urlSeed, uri.scheme()), uri.authority()), uri.path());
    }

    /** The URI with exactly this query. */
    public static long withQuery(long url, String query) {
        return add(step(url, '?'), query);
    }

    /** The URI with any query. */
    static long withAnyQuery(long url) {
        return step(url, '*');
    }

    /** The start of a prefix: its host; the characters of its path follow by {@link #step}. */
    long prefix(String host) {
        return add(prefixSeed, host);
    }

    /** A host, with a port where the selector names one. */
    long host(String host) {
        return add(hostSeed, host);
    }

    /** A tag; where case does not count, the same for all that differ in it alone. */
    long tag(String tag) {
        return add(tagSeed, tagCase.folded(tag));
    }

    /** A group of an origin. */
    public long group(TargetUri origin, String group) {
        return add(add(add(tagSeed + 1, origin.scheme()), origin.authority()), group);
    }

    /** The key of a hash within a site, or within {@link #ALL_SITES}. */
    public static long key(long hash, long site) {
        return finish(hash + site * MULTIPLIER);
    }

    /** One character more. */
    static long step(long hash, char c) {
        return (hash ^ c) * MULTIPLIER;
    }

    /** All characters of a text, and its length. */
    private static long add(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) {
            h = step(h, text.charAt(i));
        }
        return h + text.length();
    }

    /** Spreads every bit over all bits (the finaliser of MurmurHash3). */
    private static long finish(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        h = (h ^ (h >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return h ^ (h >>> 33);
    }
}
