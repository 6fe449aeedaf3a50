package io.skerry.edge.config.problem;

import java.util.List;

/**
 * The text of a file by lines, for excerpts.
 *
 * @param file its name as people know it
 * @param lines without line ends
 */
public record SourceText(String file, List<String> lines) {

    private static final int MOST_POINTS = 400;
    private static final String CUT = "…";

    public SourceText {
        lines = List.copyOf(lines);
    }

    /** The text of a file, cut at its line ends. */
    public static SourceText of(String file, String text) {
        return new SourceText(file, text.lines().toList());
    }

    /** The line a span begins on, with the part of it that the span covers; of a long line what stands around that. */
    public Excerpt excerpt(Span span) {
        String line = span.line() <= lines.size() ? lines.get(span.line() - 1) : "";
        int points = line.codePointCount(0, line.length());
        int from = Math.min(span.column() - 1, points);
        int to = span.endLine() == span.line() ? Math.min(span.endColumn() - 1, points) : points;
        return points <= MOST_POINTS
                ? new Excerpt(line, from, Math.max(1, to - from))
                : window(line, from, Math.min(to, from + MOST_POINTS / 2), points);
    }

    /** What stands around the part of a line that is too long to be shown. */
    private static Excerpt window(String line, int from, int to, int points) {
        int begin = Math.clamp(from - MOST_POINTS / 4, 0, points - MOST_POINTS);
        int start = line.offsetByCodePoints(0, begin);
        String shown = line.substring(start, line.offsetByCodePoints(start, MOST_POINTS));
        String before = begin == 0 ? "" : CUT;
        String behind = begin + MOST_POINTS == points ? "" : CUT;
        return new Excerpt(before + shown + behind, from - begin + before.length(), Math.max(1, to - from));
    }
}
