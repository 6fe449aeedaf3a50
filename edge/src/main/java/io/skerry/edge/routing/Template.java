package io.skerry.edge.routing;

import java.util.ArrayList;
import java.util.List;

/**
 * A text with {@code {name}} where a capture of the route's path is put in: a rewritten path, the target of a redirect, a tag.
 *
 * @param text as it was written
 * @param literals the texts around the names, always one more than there are names
 * @param names the captures it uses, in order
 */
public record Template(String text, List<String> literals, List<String> names) {

    public Template {
        literals = List.copyOf(literals);
        names = List.copyOf(names);
        if (literals.size() != names.size() + 1) {
            throw new IllegalArgumentException("a template has one literal more than names");
        }
    }

    /**
     * The template this text describes.
     *
     * @throws IllegalArgumentException when braces do not pair or enclose something other than a name
     */
    public static Template parse(String text) {
        List<String> literals = new ArrayList<>();
        List<String> names = new ArrayList<>();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            String name = close < 0 ? "" : text.substring(open + 1, close);
            if (!CaptureName.valid(name)) {
                throw new IllegalArgumentException("\"{\" begins no {name} at character " + (open + 1));
            }
            literals.add(text.substring(from, open));
            names.add(name);
            from = close + 1;
        }
        literals.add(text.substring(from));
        return new Template(text, literals, names);
    }

    /**
     * The text with every name replaced by what was captured.
     *
     * @throws IllegalStateException when a capture is missing, which the check of the routes file rules out
     */
    public String expand(Captures captures) {
        if (names.isEmpty()) {
            return text;
        }
        StringBuilder out = new StringBuilder(literals.getFirst());
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            out.append(captures.value(name).orElseThrow(() -> new IllegalStateException("no capture {" + name + "}")));
            out.append(literals.get(i + 1));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
