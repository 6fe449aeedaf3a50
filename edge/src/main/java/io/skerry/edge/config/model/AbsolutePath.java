package io.skerry.edge.config.model;

import io.skerry.edge.routing.PathLiteral;
import java.util.regex.Pattern;

/**
 * A path that starts with a slash and ends without one, but for the path {@code /}.
 *
 * @param text in the form in which request paths arrive, without query, fragment or wildcards
 */
public record AbsolutePath(String text) {

    private static final Pattern DOT_SEGMENT = Pattern.compile("/\\.\\.?(/|$)");

    public AbsolutePath {
        if (!text.startsWith("/") || !plain(text) || text.indexOf('{') >= 0 || text.indexOf('}') >= 0) {
            throw new IllegalArgumentException("a path starts with \"/\" and has no query, wildcard or dot segments");
        }
        text = PathLiteral.normalised(text);
        text = text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * Whether a text can be part of a path as it is: no query, no wildcard, no dot segments, and nothing that would have to be
     * percent-encoded.
     *
     * @throws IllegalArgumentException where a percent sign begins no encoded octet
     */
    static boolean plain(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f && "?#*\"<>\\^`|".indexOf(c) < 0)
                && !DOT_SEGMENT.matcher(PathLiteral.normalised(text)).find();
    }

    @Override
    public String toString() {
        return text;
    }
}
