package io.skerry.edge.routing;

import java.util.List;

/**
 * One segment of a path pattern: literal texts with a wildcard between each two of them, so always one literal more than names.
 *
 * @param literals normalised texts, the first and the last may be empty
 * @param names what each wildcard captures; {@link #ANONYMOUS} for a {@code *}
 */
record PathSegment(List<String> literals, List<String> names) {

    /** The name of a wildcard nobody can refer to. */
    static final String ANONYMOUS = "*";

    /** Stands for a wildcard when one pattern is matched against another. No normalised path contains it. */
    private static final char ANY = '\0';

    PathSegment {
        literals = List.copyOf(literals);
        names = List.copyOf(names);
    }

    boolean literal() {
        return names.isEmpty();
    }

    String text() {
        return literals.getFirst();
    }

    /** Whether the region of the path matches; if so the bounds of every capture stand in {@code bounds} from {@code slot} on. */
    boolean matches(String path, int from, int to, int[] bounds, int slot) {
        String first = literals.getFirst();
        if (literal()) {
            return to - from == first.length() && path.startsWith(first, from);
        }
        String last = literals.getLast();
        int end = to - last.length();
        int at = from + first.length();
        if (at >= end || !path.startsWith(first, from) || !path.startsWith(last, end)) {
            return false;
        }
        int filled = slot;
        for (int i = 1; i < names.size(); i++) {
            // A wildcard takes at least one character, and the earliest match of what follows leaves most for the rest.
            int next = path.indexOf(literals.get(i), at + 1);
            if (next < 0 || next + literals.get(i).length() >= end) {
                return false;
            }
            bounds[filled++] = at;
            bounds[filled++] = next;
            at = next + literals.get(i).length();
        }
        bounds[filled++] = at;
        bounds[filled] = end;
        return true;
    }

    /** Whether every segment the other matches is matched by this one too. */
    boolean covers(PathSegment other) {
        String text = String.join(String.valueOf(ANY), other.literals);
        return matches(text, 0, text.length(), new int[2 * names.size()], 0);
    }
}
