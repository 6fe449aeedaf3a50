package io.skerry.purgeapi;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Fastly's dialect: {@code Surrogate-Key: a b c}, or a body with {@code surrogate_keys}, purges tags; with {@code Fastly-Soft-Purge: 1}
 * softly. Errors point to a field by its name, as there is nothing else to point into.
 */
public final class SurrogateKeys {

    /** The field that makes a request one of this dialect. */
    public static final String KEYS_FIELD = "Surrogate-Key";

    /** The field that makes the purge a soft one. */
    public static final String SOFT_FIELD = "Fastly-Soft-Purge";

    private static final String KEYS_MEMBER = "/surrogate_keys";

    private final RequestDraft draft = new RequestDraft();
    private final SelectorSyntax syntax = new SelectorSyntax(draft);

    private SurrogateKeys() {}

    /**
     * Reads the fields of a request to purge several keys.
     *
     * @param keyLines the values of all {@code Surrogate-Key} lines
     * @param softLines the values of all {@code Fastly-Soft-Purge} lines
     * @param content of the request; empty where there are key lines
     */
    public static ParsedBody parse(List<String> keyLines, List<String> softLines, byte[] content) {
        SurrogateKeys keys = new SurrogateKeys();
        if (keyLines.isEmpty()) {
            keys.body(content);
        } else {
            keys.lines(keyLines, content.length);
        }
        return keys.finish(softLines);
    }

    /** Reads a request to purge the one key that its path names. */
    public static ParsedBody key(String key, List<String> softLines) {
        SurrogateKeys keys = new SurrogateKeys();
        keys.syntax.tag(KEYS_FIELD, key);
        return keys.finish(softLines);
    }

    /** Reads a request to purge all of a service. */
    public static ParsedBody everything(List<String> softLines) {
        SurrogateKeys keys = new SurrogateKeys();
        keys.draft.item(new PurgeItem.Everything(""));
        return keys.finish(softLines);
    }

    private void lines(List<String> keyLines, int contentLength) {
        if (contentLength > 0) {
            draft.error("", "a request with " + KEYS_FIELD + " has no content");
        }
        for (String line : keyLines) {
            for (String key : line.split("[ \\t]+", -1)) {
                if (!key.isEmpty() && draft.items() <= PurgeCommand.MAX_ITEMS) {
                    syntax.tag(KEYS_FIELD, key);
                }
            }
        }
        checkCount(KEYS_FIELD);
    }

    private void body(byte[] content) {
        JsonNode body;
        try {
            body = PurgeBody.JSON.readTree(content);
        } catch (JacksonException e) {
            draft.error("", "neither " + KEYS_FIELD + " nor JSON with surrogate_keys");
            return;
        }
        for (Map.Entry<String, JsonNode> member : body.properties()) {
            if (!member.getKey().equals("surrogate_keys")) {
                draft.error(PurgeBody.pointer("", member.getKey()), "unknown member");
            }
        }
        JsonNode keys = body.path("surrogate_keys");
        if (!keys.isArray() || keys.size() > PurgeCommand.MAX_ITEMS) {
            draft.error(KEYS_MEMBER, "not an array of at most " + PurgeCommand.MAX_ITEMS + " keys");
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i).isString()) {
                syntax.tag(KEYS_MEMBER + '/' + i, keys.get(i).stringValue());
            } else {
                draft.error(KEYS_MEMBER + '/' + i, "not a string");
            }
        }
        checkCount(KEYS_MEMBER);
    }

    private void checkCount(String pointer) {
        if (draft.clean() && draft.items() == 0) {
            draft.error(pointer, "no key");
        }
        if (draft.items() > PurgeCommand.MAX_ITEMS) {
            draft.error(pointer, "more than " + PurgeCommand.MAX_ITEMS + " items");
        }
    }

    private ParsedBody finish(List<String> softLines) {
        draft.softField(softLines);
        return draft.finish();
    }
}
