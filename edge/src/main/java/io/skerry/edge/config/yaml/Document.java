package io.skerry.edge.config.yaml;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.SourceText;
import io.skerry.edge.config.problem.Span;
import java.util.Optional;

/**
 * A file that was read: its text and its tree. Makes problems that point at parts of it.
 *
 * @param source the text
 * @param root the tree
 */
public record Document(SourceText source, YamlNode root) {

    /** An error at the part a path leads to (or the nearest that exists), showing the line. */
    public Problem error(Problem.Kind kind, YamlPath path, String message, Hint hint) {
        return error(kind, path, path.nearest(root).span(), message, hint);
    }

    /** An error at a place, showing the line. */
    public Problem error(Problem.Kind kind, YamlPath path, Span span, String message, Hint hint) {
        return new Problem(
                Problem.Severity.ERROR,
                kind,
                source.file(),
                span,
                path.toString(),
                message,
                hint,
                Optional.of(source.excerpt(span)));
    }

    /** An error about a whole block, which shows no line of it. */
    public Problem blockError(Problem.Kind kind, YamlPath path, String message, Hint hint) {
        Span span = path.nearest(root).span();
        return new Problem(
                Problem.Severity.ERROR, kind, source.file(), span, path.toString(), message, hint, Optional.empty());
    }

    /** Something worth a look at the part a path leads to. */
    public Problem warning(Problem.Kind kind, YamlPath path, Span span, String message) {
        return new Problem(
                Problem.Severity.WARNING,
                kind,
                source.file(),
                span,
                path.toString(),
                message,
                Hint.NONE,
                Optional.of(source.excerpt(span)));
    }
}
