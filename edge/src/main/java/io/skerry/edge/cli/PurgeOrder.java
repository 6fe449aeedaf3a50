package io.skerry.edge.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to purge, and how: the body of {@code POST /purge}. Syntax of URLs, tags and hosts is the edge's to judge.
 *
 * @param selectors the selected values under their wire names ({@code files}, {@code tags}, …), in that order
 * @param reason a note for the audit log; may be empty
 */
record PurgeOrder(SequencedMap<String, List<String>> selectors, Scope scope, Mode mode, String reason) {

    /** Whether the selectors or everything is meant. */
    enum Scope {
        SELECTED,
        EVERYTHING
    }

    /** What happens to a stored response that matches. */
    enum Mode {
        HARD("hard"),
        SOFT("soft");

        private final String token;

        Mode(String token) {
            this.token = token;
        }
    }

    PurgeOrder {
        SequencedMap<String, List<String>> copy = new LinkedHashMap<>();
        selectors.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        selectors = copy;
    }

    boolean selectsNothing() {
        return scope == Scope.SELECTED && selectors.values().stream().allMatch(List::isEmpty);
    }

    String json() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        for (Map.Entry<String, List<String>> selector : selectors.entrySet()) {
            if (!selector.getValue().isEmpty()) {
                selector.getValue().forEach(body.putArray(selector.getKey())::add);
            }
        }
        if (scope == Scope.EVERYTHING) {
            body.put("purge_everything", true);
        }
        body.put("mode", mode.token);
        if (!reason.isEmpty()) {
            body.put("reason", reason);
        }
        return body.toString();
    }
}
