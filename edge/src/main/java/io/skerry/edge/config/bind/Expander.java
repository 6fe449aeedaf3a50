package io.skerry.edge.config.bind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the values of environment variables into texts: {@code ${NAME}}, {@code ${NAME:default}}; a doubled dollar sign
 * in front of the brace stands for the brace with one. Remembers what it put in, because such values are secrets and must not reach messages.
 */
final class Expander {

    private static final int SHORTEST_SECRET = 3;

    private final Environment environment;
    private final Map<String, String> secrets = new LinkedHashMap<>();

    Expander(Environment environment) {
        this.environment = environment;
    }

    /** What came of a text. */
    sealed interface Expanded {
        /** The text with all variables replaced. */
        record Text(String text, Origin origin) implements Expanded {}

        /** A variable is not set and has no default. */
        record Unset(String variable) implements Expanded {}

        /** A reference does not end or names nothing. */
        record Malformed(String part) implements Expanded {}
    }

    /** Where a text comes from. */
    enum Origin {
        /** It stands in the file as it is. */
        FILE,
        /** Part of it is a variable. */
        VARIABLE
    }

    Expanded expand(String text) {
        int open = text.indexOf("${");
        if (open < 0) {
            return new Expanded.Text(text, Origin.FILE);
        }
        StringBuilder out = new StringBuilder();
        Origin origin = Origin.FILE;
        int from = 0;
        for (; open >= 0; open = text.indexOf("${", from)) {
            if (open > from && text.charAt(open - 1) == '$') {
                out.append(text, from, open - 1).append("${");
                from = open + 2;
                continue;
            }
            int close = text.indexOf('}', open);
            String reference = close < 0 ? "" : text.substring(open + 2, close);
            String name = reference.substring(0, nameLength(reference));
            // A brace in a default would end the reference early, and leave the rest behind whatever comes of it.
            if (name.isEmpty()
                    || reference.indexOf('{') >= 0
                    || (name.length() < reference.length() && reference.charAt(name.length()) != ':')) {
                return new Expanded.Malformed(text.substring(open));
            }
            Optional<String> value = environment.value(name).or(() -> fallback(reference, name));
            if (value.isEmpty()) {
                return new Expanded.Unset(name);
            }
            remember(name);
            out.append(text, from, open).append(value.get());
            origin = Origin.VARIABLE;
            from = close + 1;
        }
        return new Expanded.Text(out.append(text, from, text.length()).toString(), origin);
    }

    /** Shorter values are no secrets, and replacing them would only make a message unreadable. */
    private void remember(String name) {
        environment
                .value(name)
                .filter(value -> value.length() >= SHORTEST_SECRET)
                .ifPresent(value -> secrets.put(value, "${" + name + "}"));
    }

    private static Optional<String> fallback(String reference, String name) {
        return name.length() == reference.length()
                ? Optional.empty()
                : Optional.of(reference.substring(name.length() + 1));
    }

    private static int nameLength(String reference) {
        int length = 0;
        while (length < reference.length() && nameCharacter(reference.charAt(length), length)) {
            length++;
        }
        return length;
    }

    private static boolean nameCharacter(char c, int position) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        return letter || (position > 0 && c >= '0' && c <= '9');
    }

    /** A message with the values of variables replaced by their names. */
    String redacted(String message) {
        String clean = message;
        for (Map.Entry<String, String> secret : secrets.entrySet()) {
            clean = clean.replace(secret.getKey(), secret.getValue());
        }
        return clean;
    }
}
