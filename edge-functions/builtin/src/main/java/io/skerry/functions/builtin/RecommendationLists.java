package io.skerry.functions.builtin;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The products to recommend to each segment of visitors. Read from JSON:
 *
 * <pre>{@code
 * {
 *   "default":  [ { "id": "17", "name": "Lamp", "url": "/product/17", "price": "12.99" } ],
 *   "segments": { "DE": [ ... ], "returning": [ ... ] }
 * }
 * }</pre>
 *
 * <p>A product has at least an {@code id}; everything in it is handed on.
 *
 * @param answers the finished JSON answer of each segment, {@link #DEFAULT} among them
 */
record RecommendationLists(Map<String, String> answers) {

    /** The segment of everyone who belongs to no other. */
    static final String DEFAULT = "default";

    private static final JsonMapper JSON = JsonMapper.shared();

    RecommendationLists {
        answers = Map.copyOf(answers);
    }

    static RecommendationLists parse(byte[] json, int limit) {
        JsonNode root = JSON.readTree(json);
        Map<String, String> answers = new HashMap<>();
        answers.put(DEFAULT, answer(DEFAULT, root.path(DEFAULT), limit));
        JsonNode segments = root.path("segments");
        if (!segments.isObject() && !segments.isMissingNode()) {
            throw new IllegalArgumentException("segments: expected a JSON object");
        }
        segments.properties()
                .forEach(segment -> answers.put(segment.getKey(), answer(segment.getKey(), segment.getValue(), limit)));
        return new RecommendationLists(answers);
    }

    /** The segment under which a visitor is known here. */
    String segment(String wanted) {
        return answers.containsKey(wanted) ? wanted : DEFAULT;
    }

    byte[] answer(String segment) {
        return answers.getOrDefault(segment(segment), "").getBytes(StandardCharsets.UTF_8);
    }

    private static String answer(String segment, JsonNode products, int limit) {
        if (!products.isArray()) {
            throw new IllegalArgumentException(segment + ": expected a list of products");
        }
        ObjectNode answer = JSON.createObjectNode().put("segment", segment);
        ArrayNode list = answer.putArray("products");
        Set<String> seen = new HashSet<>();
        for (JsonNode product : products) {
            String id = product.path("id").asString("");
            if (id.isEmpty()) {
                throw new IllegalArgumentException(segment + ": a product has no id");
            }
            if (list.size() < limit && seen.add(id)) {
                list.add(product);
            }
        }
        return JSON.writeValueAsString(answer);
    }
}
