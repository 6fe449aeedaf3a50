package io.skerry.cache.purge.index;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.record.PurgeRecord;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers which purge records match a response without walking them: URLs and tags by hash, hosts by hash, prefixes by one hash
 * for each place where a prefix can end, everything as one mark for each site.
 *
 * <p>One writer adds; any thread asks. Readers go from fine to coarse, as marks do when a table is full (see {@link MarkTable}).
 * Means exactly what {@link PurgeSelector#matches} says, as long as nothing was coarsened; more, never less, afterwards.
 */
public final class PurgeIndex {

    private static final int MAX_SITES = 1_000;
    private static final KeyChain ALL = new KeyChain(1, null);

    /** What hosts of no particular site coarsen to. Even, which no site's hash is. */
    private static final KeyChain NO_SITE = new KeyChain(2, ALL);

    private final PurgeHash hash;
    private final TagCase tagCase;
    private final IndexLimits limits;
    private final MarkTable all = new MarkTable(2, null);
    private final MarkTable sites = new MarkTable(MAX_SITES, all);
    private final MarkTable hosts;
    private final MarkTable prefixes;
    private final MarkTable urls;
    private final VariantTable variants;
    private final MarkTable tagGroups;
    private final MarkTable tags;

    /** The longest path of a prefix, or of a folder that a URL may be coarsened to: no longer one is looked up. */
    private volatile int longestPrefix;

    private volatile long retired;

    /** An empty index; {@code seed} keeps others from choosing keys that collide. */
    public PurgeIndex(long seed, IndexLimits limits, TagCase tagCase) {
        this.hash = new PurgeHash(seed, tagCase);
        this.limits = limits;
        this.tagCase = tagCase;
        hosts = new MarkTable(limits.hosts(), sites);
        prefixes = new MarkTable(limits.prefixes(), hosts);
        urls = new MarkTable(limits.urls(), prefixes);
        variants = new VariantTable(limits.variants(), urls);
        tagGroups = new MarkTable(2 * limits.tagGroups(), null);
        tags = new MarkTable(limits.tags(), tagGroups);
    }

    /**
     * Adds what a record purges. The writer only.
     *
     * @param record any record
     * @param seq its sequence number
     */
    public void add(PurgeRecord record, long seq) {
        switch (record) {
            case PurgeRecord.Purge purge -> {
                Marks marks = switch (purge.mode()) {
                    case HARD -> Marks.hard(seq);
                    case SOFT -> Marks.soft(seq, purge.epochMillis());
                };
                purge.selectors().forEach(selector -> add(selector, marks));
            }
            case PurgeRecord.Mark mark -> {}
        }
    }

    private void add(PurgeSelector selector, Marks marks) {
        long site = site(selector.site());
        switch (selector) {
            case PurgeSelector.Url url -> {
                notePath(folder(url));
                urls.add(urlChain(url, site), marks);
            }
            case PurgeSelector.UrlVariant variant -> {
                notePath(folder(variant.url()));
                variants.add(variant, urlChain(variant.url(), site), marks);
            }
            case PurgeSelector.Tag tag -> tags.add(tagChain(tag.tag(), site), marks);
            case PurgeSelector.Prefix prefix -> {
                notePath(prefix.path());
                prefixes.add(prefixChain(prefix.host(), prefix.path(), site), marks);
            }
            case PurgeSelector.Host host -> hosts.add(hostChain(host.host(), site), marks);
            case PurgeSelector.Everything everything -> addEverything(site, marks);
        }
    }

    private void notePath(String path) {
        if (path.length() > longestPrefix) {
            longestPrefix = path.length();
        }
    }

    private void addEverything(long site, Marks marks) {
        if (site == PurgeHash.ALL_SITES) {
            all.add(ALL, marks);
        } else {
            sites.add(new KeyChain(site, ALL), marks);
        }
    }

    private KeyChain urlChain(PurgeSelector.Url url, long site) {
        TargetUri uri = url.uri();
        long key = urlText(url);
        return new KeyChain(PurgeHash.key(key, site), prefixChain(uri.authority(), folder(url), site));
    }

    private static String folder(PurgeSelector.Url url) {
        String path = url.uri().path();
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private long urlText(PurgeSelector.Url url) {
        long text = hash.url(url.uri());
        return switch (url.queryMatch()) {
            case EXACT -> PurgeHash.withQuery(text, url.uri().query());
            case IGNORED -> PurgeHash.withAnyQuery(text);
        };
    }

    private KeyChain tagChain(String tag, long site) {
        long key = PurgeHash.key(hash.tag(tag), site);
        return new KeyChain(key, new KeyChain(tagGroup(key), null));
    }

    private long tagGroup(long tagKey) {
        // Not the low bits: they choose the slot, and a group's number shall not be 0.
        return (tagKey >>> 32 & (limits.tagGroups() - 1)) + 1;
    }

    private KeyChain prefixChain(String host, String path, long site) {
        return new KeyChain(PurgeHash.key(prefixText(host, path), site), hostChain(host, site));
    }

    private long prefixText(String host, String path) {
        long text = hash.prefix(host);
        for (int i = 0; i < path.length(); i++) {
            text = PurgeHash.step(text, path.charAt(i));
        }
        return text;
    }

    private KeyChain hostChain(String host, long site) {
        KeyChain everything = site == PurgeHash.ALL_SITES ? NO_SITE : new KeyChain(site, ALL);
        return new KeyChain(PurgeHash.key(hash.host(host), site), everything);
    }

    /**
     * Forgets the records up to a sequence number: who was compared with less cannot be judged any more. The writer only.
     *
     * @param seq of the newest record forgotten
     */
    public void retiredUpTo(long seq) {
        if (seq <= retired) {
            return;
        }
        // First of all: who finds a mark gone finds this number risen, and so learns that it missed something.
        retired = seq;
        for (MarkTable table : List.of(urls, prefixes, hosts, sites, all, tags, tagGroups)) {
            table.retireUpTo(seq);
        }
        variants.retireUpTo(seq);
    }

    /** Up to where records are forgotten. To be read after {@link #find}. */
    public long retired() {
        return retired;
    }

    /** The marks of exactly this selector, null for none. Any thread. */
    @Nullable
    public Marks marks(PurgeSelector selector) {
        long site = site(selector.site());
        return switch (selector) {
            case PurgeSelector.Url url -> urls.find(PurgeHash.key(urlText(url), site));
            case PurgeSelector.UrlVariant variant ->
                variants.marks(variant, PurgeHash.key(urlText(variant.url()), site));
            case PurgeSelector.Tag tag -> tags.find(PurgeHash.key(hash.tag(tag.tag()), site));
            case PurgeSelector.Prefix prefix ->
                prefixes.find(PurgeHash.key(prefixText(prefix.host(), prefix.path()), site));
            case PurgeSelector.Host host -> hosts.find(PurgeHash.key(hash.host(host.host()), site));
            case PurgeSelector.Everything everything ->
                site == PurgeHash.ALL_SITES ? all.find(ALL.key()) : sites.find(site);
        };
    }

    /** Finds what matches the response, its lineage included. */
    public void find(StoredHead head, MatchQuery query) {
        long site = hash.site(head.site());
        findUri(head.uri(), head.variant(), site, query);
        for (TargetUri parent : head.parents()) {
            findUri(parent, null, site, query);
        }
        if (tags.newerThan(query.from()) || tagGroups.newerThan(query.from())) {
            for (String tag : head.tags()) {
                findTag(tag, site, query);
            }
        }
        if (sites.newerThan(query.from())) {
            query.take(sites.find(site));
            query.take(sites.find(NO_SITE.key()));
        }
        if (all.newerThan(query.from())) {
            query.take(all.find(ALL.key()));
        }
    }

    /** {@code variant} is null for a URI of which every variant counts. */
    private void findUri(TargetUri uri, @Nullable VariantKey variant, long site, MatchQuery query) {
        if (variants.newerThan(query.from())) {
            findVariants(hash.url(uri), uri.query(), variant, new Sites(site, query));
        }
        if (urls.newerThan(query.from())) {
            long text = hash.url(uri);
            find(urls, PurgeHash.withQuery(text, uri.query()), site, query);
            find(urls, PurgeHash.withAnyQuery(text), site, query);
        }
        if (prefixes.newerThan(query.from()) || hosts.newerThan(query.from())) {
            String host = uri.host();
            findBelow(host, uri.path(), site, query);
            if (host.length() != uri.authority().length()) {
                findBelow(uri.authority(), uri.path(), site, query);
            }
        }
    }

    private record Sites(long site, MatchQuery query) {}

    private void findVariants(long text, String uriQuery, @Nullable VariantKey variant, Sites sites) {
        for (long url : new long[] {PurgeHash.withQuery(text, uriQuery), PurgeHash.withAnyQuery(text)}) {
            variants.find(PurgeHash.key(url, sites.site()), variant, sites.query());
            variants.find(PurgeHash.key(url, PurgeHash.ALL_SITES), variant, sites.query());
        }
    }

    private void findBelow(String host, String path, long site, MatchQuery query) {
        if (prefixes.newerThan(query.from())) {
            findPrefixes(host, path, site, query);
        }
        if (hosts.newerThan(query.from())) {
            find(hosts, hash.host(host), site, query);
        }
    }

    private void findPrefixes(String host, String path, long site, MatchQuery query) {
        long text = hash.prefix(host);
        int end = Math.min(path.length(), longestPrefix);
        for (int i = 0; i < end; i++) {
            char c = path.charAt(i);
            if (c == '/' && i > 0) {
                find(prefixes, text, site, query);
            }
            text = PurgeHash.step(text, c);
            if (c == '/') {
                find(prefixes, text, site, query);
            }
        }
        if (end == path.length() || path.charAt(end) == '/') {
            find(prefixes, text, site, query);
        }
    }

    private void findTag(String tag, long site, MatchQuery query) {
        long text = hash.tag(tag);
        find(tags, text, site, query);
        if (tagGroups.newerThan(query.from())) {
            query.take(tagGroups.find(tagGroup(PurgeHash.key(text, site))));
            query.take(tagGroups.find(tagGroup(PurgeHash.key(text, PurgeHash.ALL_SITES))));
        }
    }

    private static void find(MarkTable table, long text, long site, MatchQuery query) {
        query.take(table.find(PurgeHash.key(text, site)));
        query.take(table.find(PurgeHash.key(text, PurgeHash.ALL_SITES)));
    }

    private long site(Optional<String> name) {
        return name.isPresent() ? hash.site(name.get()) : PurgeHash.ALL_SITES;
    }

    /** How tags compare. */
    public TagCase tagCase() {
        return tagCase;
    }

    /** How many selectors of each kind it keeps apart now. */
    public IndexSizes sizes() {
        long coarsenings = urls.coarsenings() + prefixes.coarsenings() + hosts.coarsenings() + tags.coarsenings();
        return new IndexSizes(urls.size() + variants.size(), tags.size(), prefixes.size(), hosts.size(), coarsenings);
    }
}
