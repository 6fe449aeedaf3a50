package io.skerry.edge.routing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a path pattern took out of one path: names and the parts they stand for, as they were in the normalised path (still
 * percent-encoded). Immutable; keeps the path and copies a part only when asked for it.
 */
public final class Captures {

    /** No captures. */
    public static final Captures NONE = new Captures(new String[0], "", new int[0]);

    static final Optional<Captures> NOTHING = Optional.of(NONE);

    private final String[] names;
    private final String path;
    private final int[] bounds;

    /** Takes over the arrays: the caller never changes them again. */
    Captures(String[] names, String path, int[] bounds) {
        this.names = names;
        this.path = path;
        this.bounds = bounds;
    }

    /** The part captured under this name. */
    public Optional<String> value(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name) && !name.equals(PathSegment.ANONYMOUS)) {
                return Optional.of(part(i));
            }
        }
        return Optional.empty();
    }

    /** All named parts, in the order of the pattern. */
    public Map<String, String> asMap() {
        Map<String, String> parts = LinkedHashMap.newLinkedHashMap(names.length);
        for (int i = 0; i < names.length; i++) {
            if (!names[i].equals(PathSegment.ANONYMOUS)) {
                parts.put(names[i], part(i));
            }
        }
        return parts;
    }

    private String part(int index) {
        return path.substring(bounds[2 * index], bounds[2 * index + 1]);
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
