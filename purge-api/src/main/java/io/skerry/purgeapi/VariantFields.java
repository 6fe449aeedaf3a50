package io.skerry.purgeapi;

import io.skerry.cache.key.InputNormaliser;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The {@code headers} of a file: the request fields whose variant is meant, in the normal form that variants are kept under. */
final class VariantFields {

    private static final int MAX_FIELDS = 16;
    private static final int MAX_VALUE = 2_000;
    private static final String TOKEN_CHARACTERS = "!#$%&'*+-.^_`|~";

    private VariantFields() {}

    static VariantKey read(RequestDraft draft, String pointer, JsonNode headers) {
        if (!headers.isObject() || headers.isEmpty() || headers.size() > MAX_FIELDS) {
            draft.error(pointer, "not an object of 1 to " + MAX_FIELDS + " request fields");
            return VariantKey.none();
        }
        SequencedMap<String, String> fields = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : headers.properties()) {
            String at = PurgeBody.pointer(pointer, field.getKey());
            String name = field.getKey().toLowerCase(Locale.ROOT);
            JsonNode value = field.getValue();
            if (!isToken(name)) {
                draft.error(at, "not a field name");
            } else if (!value.isString() || value.stringValue().length() > MAX_VALUE) {
                draft.error(at, "not a text of at most " + MAX_VALUE + " characters");
            } else if (fields.putIfAbsent(name, InputNormaliser.normalise(name, List.of(value.stringValue())))
                    != null) {
                draft.error(at, "the same field twice");
            }
        }
        List<VariantInput> inputs = new ArrayList<>();
        fields.keySet().forEach(name -> inputs.add(new VariantInput(VariantInput.Kind.HEADER, name)));
        return new VariantKey(inputs, List.copyOf(fields.values()));
    }

    // RFC 9110 5.6.2.
    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || TOKEN_CHARACTERS.indexOf(c) >= 0);
    }
}
