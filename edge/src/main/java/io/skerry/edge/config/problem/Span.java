package io.skerry.edge.config.problem;

/**
 * A stretch of a file. Lines and columns count from 1, columns in code points; the end is behind the last character.
 *
 * @param line where it begins
 * @param column where it begins
 * @param endLine where it ends
 * @param endColumn where it ends
 */
public record Span(int line, int column, int endLine, int endColumn) {

    /** The beginning of a file. */
    public static final Span START = new Span(1, 1, 1, 1);

    public Span {
        if (line < 1 || column < 1 || endLine < line) {
            throw new IllegalArgumentException("lines and columns count from 1");
        }
    }
}
