package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantKey;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An event of draft-nottingham-http-invalidation: a {@code type} and its {@code selectors}. Members that it does not know are ignored,
 * as the draft wants; types and {@code groups} that this node does not do are 501.
 *
 * <p>The draft lets a cache remove what is invalidated, whether {@code purge} is asked for or not; so that is what happens: the soft
 * purge of the native body allows stale responses, which "invalid" does not.
 */
final class InvalidationEvent {

    /** The member that makes a body an event. */
    static final String TYPE = "type";

    /** The types that are understood. */
    static final List<String> TYPES = List.of("uri", "uri-prefix", "origin");

    private static final String SELECTORS = "/selectors";

    private final RequestDraft draft;
    private final SelectorSyntax syntax;

    InvalidationEvent(RequestDraft draft, SelectorSyntax syntax) {
        this.draft = draft;
        this.syntax = syntax;
    }

    void read(JsonNode body) {
        String type = body.path(TYPE).asString("");
        if (!TYPES.contains(type)) {
            draft.unsupported("/type", "this node knows the types " + String.join(", ", TYPES));
            return;
        }
        JsonNode selectors = body.path("selectors");
        if (!selectors.isArray() || selectors.isEmpty()) {
            draft.error(SELECTORS, "not an array of at least one text");
            return;
        }
        if (selectors.size() > PurgeCommand.MAX_ITEMS) {
            draft.error(SELECTORS, "more than " + PurgeCommand.MAX_ITEMS + " items");
            return;
        }
        for (int i = 0; i < selectors.size(); i++) {
            selector(type, SELECTORS + '/' + i, selectors.get(i));
        }
    }

    private void selector(String type, String pointer, JsonNode value) {
        if (!value.isString()) {
            draft.error(pointer, "not a string");
            return;
        }
        String text = value.stringValue();
        switch (type) {
            case "uri" -> syntax.url(pointer, text, QueryMatch.EXACT, VariantKey.none());
            case "uri-prefix" -> syntax.urlPrefix(pointer, text);
            default -> syntax.origin(pointer, text);
        }
    }
}
