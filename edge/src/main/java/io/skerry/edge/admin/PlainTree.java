package io.skerry.edge.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.StringJoiner;

/** A JSON object as indented lines for people. */
final class PlainTree {

    private static final int NAME_WIDTH = 16;

    private final StringBuilder text = new StringBuilder(2048);

    private PlainTree() {}

    static String of(JsonObject object) {
        PlainTree tree = new PlainTree();
        tree.object(object, "");
        return tree.text.toString();
    }

    private void object(JsonObject object, String indent) {
        for (Map.Entry<String, Object> member : object) {
            member(member.getKey(), member.getValue(), indent);
        }
    }

    private void member(String name, Object value, String indent) {
        text.append(indent).append(name);
        switch (value) {
            case JsonObject inner -> {
                text.append('\n');
                object(inner, indent + "  ");
            }
            case JsonArray array -> array(array, indent);
            default ->
                text.append(" ".repeat(Math.max(1, NAME_WIDTH - name.length())))
                        .append(value)
                        .append('\n');
        }
    }

    private void array(JsonArray array, String indent) {
        if (array.isEmpty()) {
            text.append("  none\n");
            return;
        }
        text.append('\n');
        for (Object element : array) {
            if (element instanceof JsonObject inner && !flat(inner)) {
                text.append(indent).append("  -\n");
                object(inner, indent + "    ");
            } else {
                text.append(indent)
                        .append("  - ")
                        .append(element instanceof JsonObject inner ? line(inner) : element)
                        .append('\n');
            }
        }
    }

    private static boolean flat(JsonObject object) {
        for (Map.Entry<String, Object> member : object) {
            if (member.getValue() instanceof JsonObject || member.getValue() instanceof JsonArray) {
                return false;
            }
        }
        return true;
    }

    /** {@code current_age = 12 s (corrected_initial_age + resident_time)}; other objects member by member. */
    private static String line(JsonObject object) {
        if (object.containsKey("name") && object.containsKey("from") && object.containsKey("value")) {
            return object.getString("name") + " = " + object.getString("value") + "  (" + object.getString("from")
                    + ")";
        }
        StringJoiner members = new StringJoiner(", ");
        for (Map.Entry<String, Object> member : object) {
            members.add(member.getKey() + " " + (member.getValue().equals("") ? "\"\"" : member.getValue()));
        }
        return members.toString();
    }
}
