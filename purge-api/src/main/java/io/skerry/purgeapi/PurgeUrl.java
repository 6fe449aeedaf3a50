package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantKey;
import java.util.List;
import java.util.Locale;

/**
 * A request whose own target is what is to be purged: {@code PURGE} as Varnish, Squid and Fastly know it, and Fastly's {@code POST
 * /purge/URL}.
 */
public final class PurgeUrl {

    private PurgeUrl() {}

    /**
     * Reads a target.
     *
     * @param target in absolute form, or host and path without a scheme: both schemes are meant then, since whoever sends it to a
     *     plain listener may mean what clients ask for by https
     * @param softLines the values of all {@code Fastly-Soft-Purge} lines
     */
    public static ParsedBody parse(String target, List<String> softLines) {
        RequestDraft draft = new RequestDraft();
        SelectorSyntax syntax = new SelectorSyntax(draft);
        String lower = target.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            syntax.url("", target, QueryMatch.EXACT, VariantKey.none());
        } else {
            syntax.url("", "http://" + target, QueryMatch.EXACT, VariantKey.none());
            syntax.url("", "https://" + target, QueryMatch.EXACT, VariantKey.none());
        }
        draft.softField(softLines);
        return draft.finish();
    }
}
