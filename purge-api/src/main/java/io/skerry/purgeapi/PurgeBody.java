package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector.QueryMatch;
import io.skerry.cache.key.VariantKey;
import io.skerry.purgeapi.delivery.PurgeReach;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The native body of {@code POST /purge}: Cloudflare's {@code purge_cache} body with {@code mode}, {@code scope}, {@code dry_run},
 * {@code site} and {@code reason} added; or an event of the draft HTTP Cache Invalidation API, which is known by its {@code type}. All or nothing: whatever is wrong anywhere refuses all of it, and everything wrong is reported at once.
 */
public final class PurgeBody {

    /** The deepest good body has four levels; a parser that follows more of them only costs. */
    private static final int MAX_DEPTH = 16;

    private static final Set<String> FILE_MEMBERS = Set.of("url", "ignore_query", "headers");

    /** Reads the bodies of all dialects. */
    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int MAX_TEXT = 1_000;

    private static final Pattern PARSERS_OWN = Pattern.compile(" \\(start marker at .*\\)|, from `[^`]*`");

    private final RequestDraft draft = new RequestDraft();
    private final SelectorSyntax syntax = new SelectorSyntax(draft);
    private int surplus;
    private boolean everything;

    private PurgeBody() {}

    /**
     * Reads a body.
     *
     * @param bytes JSON in UTF-8, its size already limited by whoever received it
     */
    public static ParsedBody parse(byte[] bytes) {
        return new PurgeBody().read(bytes);
    }

    /** The selector types of the draft HTTP Cache Invalidation API that bodies may use. */
    public static List<String> eventTypes() {
        return InvalidationEvent.TYPES;
    }

    private ParsedBody read(byte[] bytes) {
        JsonNode body;
        try {
            body = JSON.readTree(bytes);
        } catch (JacksonException e) {
            draft.error("", notJson(e));
            return draft.finish();
        }
        if (!body.isObject()) {
            draft.error("", "not a JSON object");
            return draft.finish();
        }
        if (body.has(InvalidationEvent.TYPE)) {
            new InvalidationEvent(draft, syntax).read(body);
            return draft.finish();
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            member(member.getKey(), member.getValue());
        }
        checkCount();
        checkEverything();
        return draft.finish();
    }

    /** What is wrong and where, without what the parser says of itself. */
    private static String notJson(JacksonException fault) {
        String what = PARSERS_OWN.matcher(fault.getOriginalMessage()).replaceAll("");
        TokenStreamLocation at = fault.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return "not JSON" + where + ": " + what;
    }

    private void member(String name, JsonNode value) {
        String pointer = pointer("", name);
        switch (name) {
            case "files", "urls" -> items(pointer, value, this::file);
            case "tags" -> items(pointer, value, texts(draft, syntax::tag));
            case "prefixes" -> items(pointer, value, texts(draft, syntax::prefix));
            case "hosts" -> items(pointer, value, texts(draft, syntax::host));
            case "purge_everything" -> everything(pointer, value);
            case "mode" -> mode(pointer, value);
            case "site" -> draft.site = shortText(pointer, value);
            case "reason" -> draft.reason = shortText(pointer, value);
            case "scope" -> reach(pointer, value);
            case "dry_run" -> dryRun(pointer, value);
            default -> draft.error(pointer, "unknown member");
        }
    }

    private void items(String pointer, JsonNode value, BiConsumer<String, JsonNode> reader) {
        if (!value.isArray()) {
            draft.error(pointer, "not an array");
            return;
        }
        // A body of a million items is refused by number; reading them all would only cost.
        int count = Math.min(value.size(), PurgeCommand.MAX_ITEMS + 1);
        for (int i = 0; i < count; i++) {
            reader.accept(pointer + '/' + i, value.get(i));
        }
        surplus += value.size() - count;
    }

    private static BiConsumer<String, JsonNode> texts(RequestDraft draft, BiConsumer<String, String> reader) {
        return (pointer, value) -> {
            if (value.isString()) {
                reader.accept(pointer, value.stringValue());
            } else {
                draft.error(pointer, "not a string");
            }
        };
    }

    private void file(String pointer, JsonNode value) {
        if (value.isString()) {
            syntax.url(pointer, value.stringValue(), QueryMatch.EXACT, VariantKey.none());
        } else if (value.isObject()) {
            fileObject(pointer, value);
        } else {
            draft.error(pointer, "neither a URL nor an object with a url");
        }
    }

    private void fileObject(String pointer, JsonNode file) {
        for (String name : file.propertyNames()) {
            if (!FILE_MEMBERS.contains(name)) {
                draft.error(pointer(pointer, name), "unknown member");
            }
        }
        JsonNode url = file.path("url");
        JsonNode ignoreQuery = file.path("ignore_query");
        if (!ignoreQuery.isMissingNode() && !ignoreQuery.isBoolean()) {
            draft.error(pointer + "/ignore_query", "neither true nor false");
        }
        if (!url.isString()) {
            draft.error(pointer + "/url", url.isMissingNode() ? "missing" : "not a string");
            return;
        }
        QueryMatch queryMatch = ignoreQuery.asBoolean(false) ? QueryMatch.IGNORED : QueryMatch.EXACT;
        VariantKey fields = file.has("headers")
                ? VariantFields.read(draft, pointer + "/headers", file.path("headers"))
                : VariantKey.none();
        syntax.url(pointer + "/url", url.stringValue(), queryMatch, fields);
    }

    private void everything(String pointer, JsonNode value) {
        if (!value.isBoolean()) {
            draft.error(pointer, "neither true nor false");
        } else if (value.booleanValue()) {
            everything = true;
            draft.item(new PurgeItem.Everything(pointer));
        }
    }

    private void mode(String pointer, JsonNode value) {
        Optional<PurgeMode> mode = value.isString() ? PurgeMode.of(value.stringValue()) : Optional.empty();
        mode.ifPresentOrElse(found -> draft.mode = found, () -> draft.error(pointer, "neither \"hard\" nor \"soft\""));
    }

    private void reach(String pointer, JsonNode value) {
        Optional<PurgeReach> reach = value.isString() ? PurgeReach.of(value.stringValue()) : Optional.empty();
        reach.ifPresentOrElse(
                found -> draft.reach = found, () -> draft.error(pointer, "neither \"cluster\" nor \"node\""));
    }

    private void dryRun(String pointer, JsonNode value) {
        if (!value.isBoolean()) {
            draft.error(pointer, "neither true nor false");
        } else if (value.booleanValue()) {
            draft.action = PurgeCommand.Action.DRY_RUN;
        }
    }

    private Optional<String> shortText(String pointer, JsonNode value) {
        if (!value.isString()
                || value.stringValue().isEmpty()
                || value.stringValue().length() > MAX_TEXT) {
            draft.error(pointer, "not a text of 1 to " + MAX_TEXT + " characters");
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    private void checkCount() {
        int count = draft.items() + surplus;
        if (count > PurgeCommand.MAX_ITEMS) {
            draft.error("", "more than " + PurgeCommand.MAX_ITEMS + " items");
        }
    }

    private void checkEverything() {
        if (everything && draft.items() > 1) {
            draft.error("/purge_everything", "cannot be combined with other selectors");
        }
    }

    /** A member's place (RFC 6901 3). */
    static String pointer(String parent, String name) {
        return parent + '/' + name.replace("~", "~0").replace("/", "~1");
    }
}
