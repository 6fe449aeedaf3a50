package io.skerry.edge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the admin listener answered to a purge, as lines for a person. */
sealed interface PurgeAnswer {

    /** The lines. */
    List<String> lines();

    /** The purge is in force on every node that could be reached (200); or, of a dry run, what would be. */
    record Done(List<String> lines) implements PurgeAnswer {
        public Done {
            lines = List.copyOf(lines);
        }
    }

    /** The purge is in force on the node that was asked, and on its way to others (202). */
    record UnderWay(List<String> lines) implements PurgeAnswer {
        public UnderWay {
            lines = List.copyOf(lines);
        }
    }

    /** Nothing was purged, and why. */
    record Refused(List<String> lines) implements PurgeAnswer {
        public Refused {
            lines = List.copyOf(lines);
        }
    }

    /** Reads an answer of {@code POST /purge}: its JSON result, or a problem (RFC 9457). */
    static PurgeAnswer of(int status, String body) {
        JsonNode json = parsed(body);
        return switch (status) {
            case 200 -> new Done(json.path("dry_run").asBoolean(false) ? dryRun(json) : result(json));
            case 202 -> {
                List<String> lines = result(json);
                lines.add("not on every node yet: ask GET /purge/" + text(json, "id", "") + " of the admin listener");
                yield new UnderWay(lines);
            }
            case 401 ->
                new Refused(List.of(
                        "skerry: the edge does not know this token (401); nothing was purged.",
                        "  Give it with --token or SKERRY_TOKEN, or name the edge's routes file with -c."));
            default -> new Refused(problem(status, json));
        };
    }

    private static JsonNode parsed(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            // A proxy in between may answer in HTML: the status alone then tells what happened.
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static List<String> result(JsonNode json) {
        List<String> lines = new ArrayList<>();
        lines.add("purged (%s), in force: sequence %s, %s"
                .formatted(text(json, "mode", "hard"), text(json, "seq", "?"), text(json, "id", "no id")));
        if (json.path("matched").has("objects")) {
            lines.add("  matched " + matched(json.path("matched")));
        }
        for (JsonNode node : json.path("nodes")) {
            lines.add("  %s: %s%s".formatted(text(node, "node", "?"), text(node, "status", "?"), detail(node)));
        }
        for (JsonNode message : json.path("messages")) {
            lines.add("  " + message.asString(""));
        }
        return lines;
    }

    private static List<String> dryRun(JsonNode json) {
        List<String> lines = new ArrayList<>();
        lines.add("dry run (%s): would match %s; nothing was purged"
                .formatted(text(json, "mode", "hard"), matched(json.path("matched"))));
        for (JsonNode one : json.path("sample")) {
            String variant = text(one, "variant", "");
            String tags = String.join(
                    " ",
                    one.path("tags").values().stream()
                            .map(tag -> tag.asString(""))
                            .toList());
            lines.add("  %s%s  %s, %s s old%s"
                    .formatted(
                            text(one, "url", "?"),
                            variant.isEmpty() ? "" : " [" + variant + "]",
                            megabytes(one.path("bytes").asLong(0)),
                            text(one, "age", "?"),
                            tags.isEmpty() ? "" : ", tags " + tags));
        }
        long more = json.path("matched").path("objects").asLong(0)
                - json.path("sample").size();
        if (more > 0) {
            lines.add("  and " + more + " more");
        }
        return lines;
    }

    private static String matched(JsonNode matched) {
        long derived = matched.path("derived").asLong(0);
        return "%s%s stored responses, %s%s"
                .formatted(
                        matched.path("exact").asBoolean(true) ? "" : "about ",
                        text(matched, "objects", "?"),
                        megabytes(matched.path("bytes").asLong(0)),
                        derived == 0 ? "" : ", " + derived + " of them made from others");
    }

    private static String detail(JsonNode node) {
        if (node.has("reason")) {
            return " (" + text(node, "reason", "") + ")";
        }
        return node.has("ms") ? " in " + text(node, "ms", "?") + " ms" : "";
    }

    private static List<String> problem(int status, JsonNode json) {
        List<String> lines = new ArrayList<>();
        String title = text(json, "detail", text(json, "title", "no reason given"));
        lines.add("skerry: nothing was purged, the edge refused (%s): %s".formatted(status, title));
        for (JsonNode error : json.path("errors")) {
            lines.add("  " + text(error, "pointer", "") + ": " + text(error, "detail", text(error, "message", "")));
        }
        return lines;
    }

    private static String text(JsonNode json, String field, String otherwise) {
        return json.path(field).asString(otherwise);
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
