package io.skerry.edge.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The paths a route accepts: literal segments, {@code {name}} and {@code *} for one or more characters within a segment, and
 * {@code **} or {@code {name...}} at the end for the rest, which may be empty ({@code /assets/**} accepts {@code /assets} too).
 *
 * <p>Compared character by character with a normalised, still percent-encoded path. Immutable; safe on every thread.
 */
public final class PathPattern {

    /** Accepts every path. */
    public static final PathPattern ANY = parse("/**");

    private final String text;
    private final List<PathSegment> segments;
    private final String tail;
    private final String prefix;
    private final boolean literal;
    private final String[] names;

    PathPattern(String text, List<PathSegment> segments, String tail) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.tail = tail;
        this.literal = segments.stream().allMatch(PathSegment::literal);
        this.prefix = literalPrefix(segments);
        this.names = allNames(segments, tail);
    }

    /**
     * The pattern this text describes.
     *
     * @throws IllegalArgumentException saying which part is wrong and why
     */
    public static PathPattern parse(String text) {
        return new PathPatternReader(text).read();
    }

    /** What was captured if the path matches, nothing if it does not. Allocates only for patterns that capture. */
    public Optional<Captures> match(String path) {
        if (!path.startsWith(prefix)) {
            return Optional.empty();
        }
        if (literal && names.length == 0) {
            return literalEnds(path) ? Captures.NOTHING : Optional.empty();
        }
        int[] bounds = new int[2 * names.length];
        return matches(path, bounds) ? Optional.of(new Captures(names, path, bounds)) : Optional.empty();
    }

    private boolean literalEnds(String path) {
        return path.length() == prefix.length() || (!tail.isEmpty() && path.charAt(prefix.length()) == '/');
    }

    private boolean matches(String path, int[] bounds) {
        int at = 0;
        int slot = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (at >= path.length() || path.charAt(at) != '/') {
                return false;
            }
            PathSegment segment = segments.get(i);
            int end = path.indexOf('/', at + 1);
            int to = end < 0 ? path.length() : end;
            if (!segment.matches(path, at + 1, to, bounds, slot)) {
                return false;
            }
            slot += 2 * segment.names().size();
            at = to;
        }
        if (tail.isEmpty()) {
            return at == path.length();
        }
        bounds[slot] = Math.min(at + 1, path.length());
        bounds[slot + 1] = path.length();
        return at == path.length() || path.charAt(at) == '/';
    }

    /** The names that {@code {name}} and {@code {name...}} give to parts of the path, in order. */
    public List<String> captureNames() {
        return List.of(names).stream()
                .filter(name -> !name.equals(PathSegment.ANONYMOUS))
                .toList();
    }

    /** The literal a path must have as its first segment, or nothing where any first segment may match. */
    String firstLiteral() {
        boolean fixed = !segments.isEmpty() && segments.getFirst().literal();
        return fixed ? segments.getFirst().text() : "";
    }

    /** Whether every path the other accepts is accepted by this one too, so that a route behind this one never sees it. */
    public boolean covers(PathPattern other) {
        if (other.segments.size() < segments.size()) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            if (!segments.get(i).covers(other.segments.get(i))) {
                return false;
            }
        }
        return !tail.isEmpty() || (other.tail.isEmpty() && other.segments.size() == segments.size());
    }

    private static String literalPrefix(List<PathSegment> segments) {
        StringBuilder prefix = new StringBuilder();
        for (PathSegment segment : segments) {
            prefix.append('/').append(segment.text());
            if (!segment.literal()) {
                break;
            }
        }
        return prefix.toString();
    }

    private static String[] allNames(List<PathSegment> segments, String tail) {
        List<String> all = new ArrayList<>();
        segments.forEach(segment -> all.addAll(segment.names()));
        if (!tail.isEmpty() && (!tail.equals(PathSegment.ANONYMOUS) || !all.isEmpty())) {
            all.add(tail);
        }
        return all.toArray(String[]::new);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    /** The pattern as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
