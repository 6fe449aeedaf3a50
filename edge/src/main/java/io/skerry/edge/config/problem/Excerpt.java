package io.skerry.edge.config.problem;

/**
 * A line of a file and the part of it that is meant.
 *
 * @param text the line
 * @param from code points before the part
 * @param length code points of the part, at least one
 */
public record Excerpt(String text, int from, int length) {

    /** What stands below the line to point at the part: tabs are kept, so that it lines up. */
    String pointer() {
        StringBuilder below = new StringBuilder();
        text.codePoints().limit(from).forEach(point -> below.append(point == '\t' ? '\t' : ' '));
        return below.append("^".repeat(length)).toString();
    }
}
