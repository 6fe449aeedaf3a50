package io.skerry.edge.config.yaml;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.SourceText;
import io.skerry.edge.config.problem.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns the library's nodes into ours. An alias becomes a copy, so their number is bounded here. */
final class TreeBuilder {

    private static final int MOST_NODES = 200_000;
    private static final int DEEPEST = 128;

    private final SourceText source;
    private final List<Problem> problems = new ArrayList<>();
    private int nodes;

    TreeBuilder(SourceText source) {
        this.source = source;
    }

    YamlResult build(Node root) {
        YamlNode tree = convert(root, YamlPath.ROOT);
        Optional<Problem> bomb = problems.stream()
                .filter(problem -> problem.kind() == Problem.Kind.SYNTAX)
                .findFirst();
        if (bomb.isPresent()) {
            return new YamlResult.Broken(bomb.get());
        }
        return new YamlResult.Tree(new Document(source, tree), problems);
    }

    private YamlNode convert(Node node, YamlPath path) {
        Span span = span(node);
        if (++nodes > MOST_NODES || path.steps().size() > DEEPEST) {
            if (problems.stream().noneMatch(problem -> problem.kind() == Problem.Kind.SYNTAX)) {
                report(Problem.Kind.SYNTAX, YamlPath.ROOT, span, "aliases make this file grow without bound");
            }
            return new YamlNode.Scalar("", YamlNode.Style.NOTHING, span);
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar, path, span);
            case SequenceNode sequence -> sequence(sequence, path, span);
            case MappingNode mapping -> mapping(mapping, path, span);
            default -> throw new IllegalStateException("a node of YAML is a scalar, a sequence or a mapping");
        };
    }

    private YamlNode scalar(ScalarNode node, YamlPath path, Span span) {
        refuseTag(node.getTag(), path, span);
        if (node.getTag().equals(Tag.NULL)) {
            return new YamlNode.Scalar(node.getValue(), YamlNode.Style.NOTHING, span);
        }
        YamlNode.Style style = node.isPlain() ? YamlNode.Style.PLAIN : YamlNode.Style.TEXT;
        return new YamlNode.Scalar(node.getValue(), style, span);
    }

    private YamlNode sequence(SequenceNode node, YamlPath path, Span span) {
        refuseTag(node.getTag(), path, span);
        List<YamlNode> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            if (nodes > MOST_NODES) {
                break;
            }
            items.add(convert(item, path.index(items.size())));
        }
        return new YamlNode.Sequence(items, span);
    }

    private YamlNode mapping(MappingNode node, YamlPath path, Span span) {
        refuseTag(node.getTag(), path, span);
        Map<String, Span> seen = new HashMap<>();
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            if (nodes > MOST_NODES) {
                break;
            }
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                report(Problem.Kind.WRONG_SHAPE, path, span(tuple.getKeyNode()), "a key is a single value");
                continue;
            }
            Span first = seen.putIfAbsent(key.getValue(), span(key));
            if (first != null) {
                String message = "key \"" + key.getValue() + "\" stands twice (first on line " + first.line() + ")";
                report(Problem.Kind.DUPLICATE_KEY, path, span(key), message);
                continue;
            }
            YamlNode.Scalar name = new YamlNode.Scalar(key.getValue(), YamlNode.Style.PLAIN, span(key));
            entries.add(new YamlNode.Entry(name, convert(tuple.getValueNode(), path.key(key.getValue()))));
        }
        return new YamlNode.Mapping(entries, span);
    }

    /**
     * Tags make a value mean something that its text does not show, and nothing here needs them. The library gives one of its own to
     * a plain reference to a variable.
     */
    private void refuseTag(Tag tag, YamlPath path, Span span) {
        if (!tag.getValue().startsWith(Tag.PREFIX) && !tag.equals(Tag.ENV_TAG)) {
            report(Problem.Kind.WRONG_SHAPE, path, span, "tag \"" + tag.getValue() + "\" means nothing here");
        }
    }

    private void report(Problem.Kind kind, YamlPath path, Span span, String message) {
        problems.add(new Problem(
                Problem.Severity.ERROR,
                kind,
                source.file(),
                span,
                path.toString(),
                message,
                Hint.NONE,
                Optional.of(source.excerpt(span))));
    }

    private static Span span(Node node) {
        return node.getStartMark()
                .flatMap(from -> node.getEndMark().map(to -> YamlReader.span(from, to)))
                .orElse(Span.START);
    }
}
