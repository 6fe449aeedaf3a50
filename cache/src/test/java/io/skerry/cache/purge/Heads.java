package io.skerry.cache.purge;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Stored heads of which only what purges look at matters. */
public record Heads(String url, String site, Set<String> tags, List<String> parents, VariantKey variant) {

    public static Heads of(String url) {
        return new Heads(url, "shop", Set.of(), List.of(), VariantKey.none());
    }

    public Heads site(String name) {
        return new Heads(url, name, tags, parents, variant);
    }

    public Heads tags(String... names) {
        return new Heads(url, site, Set.of(names), parents, variant);
    }

    public Heads parents(String... urls) {
        return new Heads(url, site, tags, List.of(urls), variant);
    }

    public Heads variant(VariantKey key) {
        return new Heads(url, site, tags, parents, key);
    }

    public StoredHead at(JournalStamp stamp) {
        return new StoredHead(
                new CacheKey(1, 2, url),
                variant,
                site,
                uri(url),
                new ResponseHead(200, Headers.empty()),
                Instant.EPOCH,
                Instant.EPOCH,
                tags,
                parents.stream().map(Heads::uri).toList(),
                List.of(),
                Validators.NONE,
                Validators.NONE,
                "identity",
                new BodyLayout.Whole(0),
                stamp);
    }

    public static TargetUri uri(String url) {
        URI parsed = URI.create(url);
        String query = parsed.getRawQuery() == null ? "" : parsed.getRawQuery();
        String path = parsed.getRawPath().isEmpty() ? "/" : parsed.getRawPath();
        return new TargetUri(parsed.getScheme(), parsed.getRawAuthority(), path, query);
    }
}
