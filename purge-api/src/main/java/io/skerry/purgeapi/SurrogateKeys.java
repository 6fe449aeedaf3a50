package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeMode;
import java.util.List;

/** Fastly's dialect: {@code Surrogate-Key: a b c} purges tags, with {@code Fastly-Soft-Purge: 1} softly. The body is empty. */
public final class SurrogateKeys {

    /** The field that makes a request one of this dialect. */
    public static final String KEYS_FIELD = "Surrogate-Key";

    /** The field that makes the purge a soft one. */
    public static final String SOFT_FIELD = "Fastly-Soft-Purge";

    private SurrogateKeys() {}

    /**
     * Reads the fields. Errors point to the field by its name, as there is no body to point into.
     *
     * @param keyLines the values of all {@code Surrogate-Key} lines
     * @param softLines the values of all {@code Fastly-Soft-Purge} lines
     * @param bodyLength of the request's content, in bytes
     */
    public static ParsedBody parse(List<String> keyLines, List<String> softLines, int bodyLength) {
        RequestDraft draft = new RequestDraft();
        if (bodyLength > 0) {
            draft.error("", "a request with " + KEYS_FIELD + " has no content");
        }
        SelectorSyntax syntax = new SelectorSyntax(draft);
        for (String line : keyLines) {
            for (String key : line.split("[ \\t]+", -1)) {
                if (!key.isEmpty()) {
                    syntax.tag(KEYS_FIELD, key);
                }
            }
        }
        if (draft.clean() && draft.items() == 0) {
            draft.error(KEYS_FIELD, "no key");
        }
        if (draft.items() > PurgeCommand.MAX_ITEMS) {
            draft.error(KEYS_FIELD, "more than " + PurgeCommand.MAX_ITEMS + " items");
        }
        soft(draft, softLines);
        return draft.finish();
    }

    private static void soft(RequestDraft draft, List<String> lines) {
        for (String line : lines) {
            switch (line) {
                case "1" -> draft.mode = PurgeMode.SOFT;
                case "0" -> draft.mode = PurgeMode.HARD;
                default -> draft.error(SOFT_FIELD, "neither 1 nor 0");
            }
        }
    }
}
