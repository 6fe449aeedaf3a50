package io.skerry.edge.config.model;

/**
 * A path that starts with a slash and ends without one, but for the path {@code /}.
 *
 * @param text without query, fragment or wildcards
 */
public record AbsolutePath(String text) {

    public AbsolutePath {
        boolean plain = text.chars().allMatch(c -> c > ' ' && c < 0x7f && "?#{}*\"<>\\^`|".indexOf(c) < 0);
        if (!text.startsWith("/") || !plain || text.contains("/../") || text.contains("/./")) {
            throw new IllegalArgumentException("a path starts with \"/\" and has no query, wildcard or dot segments");
        }
        text = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public String toString() {
        return text;
    }
}
