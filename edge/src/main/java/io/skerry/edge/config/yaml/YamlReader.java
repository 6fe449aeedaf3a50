package io.skerry.edge.config.yaml;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.SourceText;
import io.skerry.edge.config.problem.Span;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads one YAML document. Never throws for what a text may hold. */
public final class YamlReader {

    private static final int DEEPEST = 64;
    private static final int LONGEST = 4_000_000;
    private static final int MOST_ALIASES = 10_000;

    private final SourceText source;
    private final String text;
    private final LoadSettings settings;

    private YamlReader(String file, String text) {
        this.source = SourceText.of(file, text);
        this.text = text;
        this.settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setCodePointLimit(LONGEST)
                // Both are judged by TreeBuilder, which knows where they stand.
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setAllowNonScalarKeys(true)
                .build();
    }

    /** The tree of a text, or why it has none. */
    public static YamlResult read(String file, String text) {
        return new YamlReader(file, text).read();
    }

    private YamlResult read() {
        try {
            // The composer recurses and the parser does not: what is too deep is found before
            // it can overflow the stack.
            Optional<Span> tooDeep = tooDeep();
            if (tooDeep.isPresent()) {
                return broken(tooDeep.get(), "lists and mappings nest more than " + DEEPEST + " deep");
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                return broken(Span.START, "the file is empty");
            }
            return new TreeBuilder(source).build(root.get());
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            return broken(mark.map(at -> span(at, at)).orElse(Span.START), "not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            return broken(
                    before(e.getPosition()),
                    "not YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
        } catch (YamlEngineException e) {
            return broken(Span.START, "not YAML: " + firstLine(e));
        }
    }

    /** Where so many code points have been read: this reader's complaints have no mark. */
    private Span before(int points) {
        String read = text.substring(0, text.offsetByCodePoints(0, points));
        List<String> lines = (read + '^').lines().toList();
        String last = lines.getLast();
        int column = last.codePointCount(0, last.length());
        return new Span(lines.size(), column, lines.size(), column);
    }

    private Optional<Span> tooDeep() {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
            if (depth > DEEPEST) {
                return Optional.of(event.getStartMark().map(at -> span(at, at)).orElse(Span.START));
            }
        }
        return Optional.empty();
    }

    private YamlResult broken(Span span, String message) {
        return new YamlResult.Broken(new Problem(
                Problem.Severity.ERROR,
                Problem.Kind.SYNTAX,
                source.file(),
                span,
                "",
                message,
                Hint.NONE,
                Optional.of(source.excerpt(span))));
    }

    private static String firstLine(YamlEngineException e) {
        String message = e.getMessage();
        return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
    }

    static Span span(Mark from, Mark to) {
        return new Span(from.getLine() + 1, from.getColumn() + 1, to.getLine() + 1, to.getColumn() + 1);
    }
}
