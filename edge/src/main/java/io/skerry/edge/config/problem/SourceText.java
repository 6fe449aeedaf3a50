package io.skerry.edge.config.problem;

import java.util.List;

/**
 * The text of a file by lines, for excerpts.
 *
 * @param file its name as people know it
 * @param lines without line ends
 */
public record SourceText(String file, List<String> lines) {

    public SourceText {
        lines = List.copyOf(lines);
    }

    /** The text of a file, cut at its line ends. */
    public static SourceText of(String file, String text) {
        return new SourceText(file, text.lines().toList());
    }

    /** The line a span begins on, with the part of it that the span covers. */
    public Excerpt excerpt(Span span) {
        String line = span.line() <= lines.size() ? lines.get(span.line() - 1) : "";
        int points = line.codePointCount(0, line.length());
        int from = Math.min(span.column() - 1, points);
        int to = span.endLine() == span.line() ? Math.min(span.endColumn() - 1, points) : points;
        return new Excerpt(line, from, Math.max(1, to - from));
    }
}
