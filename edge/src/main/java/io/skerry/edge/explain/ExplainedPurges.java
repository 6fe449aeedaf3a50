package io.skerry.edge.explain;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.RecordedPurge;
import io.skerry.cache.store.StoredVariant;
import io.skerry.edge.pipeline.answer.Exchange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which purges mean a URL and what is stored of it, and the newest of them that the log remembers. */
final class ExplainedPurges {

    /** Of a path with very many segments, the outermost prefixes are shown. */
    private static final int MOST_PREFIXES = 32;

    private ExplainedPurges() {}

    static JsonObject of(Exchange exchange, List<StoredVariant> variants, PurgeLog purges) {
        Set<TargetUri> uris = new LinkedHashSet<>();
        Set<String> tags = new TreeSet<>();
        uris.add(exchange.keyed().canonical());
        for (StoredVariant variant : variants) {
            StoredHead head = variant.head();
            uris.addAll(head.parents());
            tags.addAll(head.tags());
        }
        String site = exchange.route().site().name();
        Map<String, PurgeSelector> selectors = new LinkedHashMap<>();
        uris.forEach(uri -> addUrl(selectors, uri));
        tags.forEach(tag -> selectors.put("tag " + tag, new PurgeSelector.Tag(tag, Optional.empty())));
        selectors.put("everything", new PurgeSelector.Everything(Optional.empty()));
        return new JsonObject()
                .put("urls", new JsonArray(uris.stream().map(Object::toString).toList()))
                .put("tags", new JsonArray(new ArrayList<>(tags)))
                .put("prefixes", named(selectors, "prefix "))
                .put("hosts", named(selectors, "host "))
                .put("site", site)
                .put("newestRecords", records(selectors, site, purges));
    }

    private static void addUrl(Map<String, PurgeSelector> selectors, TargetUri uri) {
        Optional<String> anySite = Optional.empty();
        selectors.put("url " + uri, new PurgeSelector.Url(uri, PurgeSelector.QueryMatch.EXACT, anySite));
        selectors.put(
                "url " + uri.withQuery("") + " with any query",
                new PurgeSelector.Url(uri, PurgeSelector.QueryMatch.IGNORED, anySite));
        addHost(selectors, uri.host(), uri.path());
        if (!uri.authority().equals(uri.host())) {
            addHost(selectors, uri.authority(), uri.path());
        }
    }

    private static void addHost(Map<String, PurgeSelector> selectors, String host, String path) {
        Optional<String> anySite = Optional.empty();
        int shown = 0;
        for (int slash = 0; slash >= 0 && shown < MOST_PREFIXES; slash = path.indexOf('/', slash + 1)) {
            if (slash > 0) {
                String folder = path.substring(0, slash);
                selectors.put("prefix " + host + folder, new PurgeSelector.Prefix(host, folder, anySite));
            }
            String below = path.substring(0, slash + 1);
            selectors.put("prefix " + host + below, new PurgeSelector.Prefix(host, below, anySite));
            shown++;
        }
        if (!path.endsWith("/")) {
            selectors.put("prefix " + host + path, new PurgeSelector.Prefix(host, path, anySite));
        }
        selectors.put("host " + host, new PurgeSelector.Host(host, anySite));
    }

    private static JsonArray named(Map<String, PurgeSelector> selectors, String kind) {
        JsonArray names = new JsonArray();
        selectors.keySet().stream()
                .filter(name -> name.startsWith(kind))
                .map(name -> name.substring(kind.length()))
                .forEach(names::add);
        return names;
    }

    private static JsonArray records(Map<String, PurgeSelector> selectors, String site, PurgeLog purges) {
        JsonArray records = new JsonArray();
        selectors.forEach((name, selector) -> {
            purges.newest(selector).ifPresent(record -> records.add(shown(name, record)));
            purges.newest(selector.within(site))
                    .ifPresent(record -> records.add(shown(name + " of site " + site, record)));
        });
        return records;
    }

    private static JsonObject shown(String name, RecordedPurge record) {
        JsonObject shown = new JsonObject()
                .put("selector", name)
                .put("seq", record.newestRecord())
                .put("mode", record.newestIsHard() ? "hard" : "soft");
        record.softSince().ifPresent(since -> shown.put("staleSince", since.toString()));
        return shown;
    }
}
