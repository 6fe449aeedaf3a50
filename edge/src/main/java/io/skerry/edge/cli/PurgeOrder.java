package io.skerry.edge.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What to purge, and how: the body of {@code POST /purge}. Syntax of URLs, tags and hosts is the edge's to judge.
 *
 * @param selectors the selected values under their wire names ({@code files}, {@code tags}, …), in that order
 * @param scope whether they or everything is meant
 * @param how in which way
 */
record PurgeOrder(SequencedMap<String, List<String>> selectors, Scope scope, How how) {

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

    /** Whether anything happens at all. */
    enum Action {
        PURGE,
        DRY_RUN
    }

    /** Which nodes are meant. */
    enum Reach {
        CLUSTER,
        NODE
    }

    /**
     * In which way.
     *
     * @param site restricts all selectors; may be empty
     * @param reason a note for the audit log; may be empty
     */
    record How(Mode mode, Action action, Reach reach, String site, String reason) {
        How {
            Objects.requireNonNull(mode);
            Objects.requireNonNull(action);
            Objects.requireNonNull(reach);
            Objects.requireNonNull(site);
            Objects.requireNonNull(reason);
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
        body.put("mode", how.mode().token);
        if (how.action() == Action.DRY_RUN) {
            body.put("dry_run", true);
        }
        if (how.reach() == Reach.NODE) {
            body.put("scope", "node");
        }
        putText(body, "site", how.site());
        putText(body, "reason", how.reason());
        return body.toString();
    }

    private static void putText(ObjectNode body, String name, String text) {
        if (!text.isEmpty()) {
            body.put(name, text);
        }
    }
}
