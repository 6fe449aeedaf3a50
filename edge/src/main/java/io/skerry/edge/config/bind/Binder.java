package io.skerry.edge.config.bind;

import io.skerry.edge.config.bind.Expander.Expanded;
import io.skerry.edge.config.bind.Expander.Origin;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Binds a tree to records as their shapes say, and goes on after every problem: a part that cannot be bound gets its default or is left
 * out, so that one run finds everything.
 */
public final class Binder {

    private final Problems problems;
    private final Expander expander;
    private final RecordMaker records;

    private Binder(Document document, Environment environment) {
        this.problems = new Problems(document);
        this.expander = new Expander(environment);
        this.records = new RecordMaker(this, problems, expander);
    }

    /** The record this document describes. */
    public static <T extends Record> Bound<T> bind(
            Class<T> type, Document document, ShapeReader shapes, Environment environment) {
        Binder binder = new Binder(document, environment);
        Optional<T> value = binder.value(shapes.fields(type), document.root(), YamlPath.ROOT)
                .map(type::cast);
        return new Bound<>(value, binder.problems.found());
    }

    static Bound<Object> bindDefault(Shape shape, Document document, Environment environment) {
        Binder binder = new Binder(document, environment);
        Optional<Object> value = binder.value(shape, document.root(), YamlPath.ROOT);
        return new Bound<>(value, binder.problems.found());
    }

    /** The value a node stands for, or nothing after a problem was noted. */
    Optional<Object> value(Shape shape, YamlNode node, YamlPath path) {
        if (!shape.takes(node)
                || (node instanceof YamlNode.Scalar scalar && scalar.style() == YamlNode.Style.NOTHING)) {
            problems.wrongShape(node, path, shape.expected());
            return Optional.empty();
        }
        return switch (shape) {
            case Shape.Single single -> single(single, (YamlNode.Scalar) node, path);
            case Shape.Words words -> word(words, (YamlNode.Scalar) node, path);
            case Shape.Items items -> items(items, (YamlNode.Sequence) node, path);
            case Shape.Entries entries -> entries(entries, (YamlNode.Mapping) node, path);
            case Shape.Fields fields -> records.make(fields, (YamlNode.Mapping) node, path);
            case Shape.Shorter shorthand -> shorthand(shorthand, node, path);
            case Shape.Either either -> either(either, node, path);
            case Shape.Use use -> records.makeUse(use, (YamlNode.Mapping) node, path);
        };
    }

    private Optional<Object> single(Shape.Single shape, YamlNode.Scalar node, YamlPath path) {
        Optional<Expanded.Text> text = expanded(node, path);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        boolean fromFile = text.get().origin() == Origin.FILE;
        if (shape.type().bare() && node.style() == YamlNode.Style.TEXT && fromFile) {
            problems.quoted(node, path, shape);
            return Optional.empty();
        }
        try {
            Object value = shape.type().parser().parse(text.get().text());
            if (!shape.bounds().accept(value)) {
                problems.outOfBounds(node, path, shape.bounds());
                return Optional.empty();
            }
            return Optional.of(value);
        } catch (IllegalArgumentException | ArithmeticException e) {
            problems.invalid(node, path, shape, expander.redacted(Reason.of(e)));
            return Optional.empty();
        }
    }

    private Optional<Expanded.Text> expanded(YamlNode.Scalar node, YamlPath path) {
        return switch (expander.expand(node.text())) {
            case Expanded.Text text -> Optional.of(text);
            case Expanded.Unset unset -> {
                problems.unset(node, path, unset.variable());
                yield Optional.empty();
            }
            case Expanded.Malformed malformed -> {
                problems.malformedReference(node, path);
                yield Optional.empty();
            }
        };
    }

    private Optional<Object> word(Shape.Words shape, YamlNode.Scalar node, YamlPath path) {
        Optional<Expanded.Text> text = expanded(node, path);
        Optional<Object> constant =
                text.flatMap(found -> Optional.ofNullable(shape.constants().get(found.text())));
        if (text.isPresent() && constant.isEmpty()) {
            problems.unknownWord(node, path, shape.constants().keySet(), shape.expected());
        }
        return constant;
    }

    private Optional<Object> items(Shape.Items shape, YamlNode.Sequence node, YamlPath path) {
        if (node.items().isEmpty() && shape.size() == Shape.Size.AT_LEAST_ONE) {
            problems.empty(node, path);
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.items().size(); i++) {
            value(shape.element(), node.items().get(i), path.index(i)).ifPresent(values::add);
        }
        // A list of which nothing is left says less than no list: a rule about empty lists
        // would only repeat what is known.
        return values.isEmpty() && !node.items().isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private Optional<Object> entries(Shape.Entries shape, YamlNode.Mapping node, YamlPath path) {
        Map<Object, Object> values = new LinkedHashMap<>();
        for (YamlNode.Entry entry : node.entries()) {
            YamlPath below = path.key(entry.key().text());
            Optional<Object> key = entryKey(shape, entry.key(), below);
            Optional<Object> value = value(shape.value(), entry.value(), below);
            if (key.isPresent() && values.containsKey(key.get())) {
                problems.duplicateKey(entry.key(), path);
            } else if (key.isPresent() && value.isPresent()) {
                values.put(key.get(), value.get());
            }
        }
        return Optional.of(values);
    }

    /** Names are looked for in the tree as they stand there, so that variables have no place in them. */
    private Optional<Object> entryKey(Shape.Entries shape, YamlNode.Scalar key, YamlPath path) {
        if (key.text().contains("${")) {
            problems.variableInKey(key, path);
            return Optional.empty();
        }
        return single(new Shape.Single(shape.key(), Bounds.NONE), key, path);
    }

    private Optional<Object> either(Shape.Either either, YamlNode node, YamlPath path) {
        Shape best = best(either, node);
        if (best instanceof Shape.Shorter shorter && unknown(shorter, node)) {
            problems.unknownWord((YamlNode.Scalar) node, path, shorter.words(), either.expected());
            return Optional.empty();
        }
        return value(best, node, path);
    }

    /** Whether a node is a text, and none of the words that are all that is accepted. */
    private boolean unknown(Shape.Shorter shape, YamlNode node) {
        return shape.otherTexts() == Shape.OtherTexts.REFUSED
                && node instanceof YamlNode.Scalar scalar
                && expander.expand(scalar.text()) instanceof Expanded.Text text
                && !shape.words().contains(text.text());
    }

    private Optional<Object> shorthand(Shape.Shorter shape, YamlNode node, YamlPath path) {
        if (unknown(shape, node)) {
            problems.unknownWord((YamlNode.Scalar) node, path, shape.words(), shape.expected());
            return Optional.empty();
        }
        Optional<Object> input = value(shape.input(), node, path);
        if (input.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ParsedType.call(shape.factory(), input.get()));
        } catch (IllegalArgumentException | ArithmeticException e) {
            String reason = expander.redacted(Reason.of(e));
            if (node instanceof YamlNode.Scalar scalar) {
                problems.refused(scalar, path, reason, shape.expected());
            } else {
                problems.refused(path, reason);
            }
            return Optional.empty();
        }
    }

    /** Of several mappings the one that knows most of the keys; else the first that takes the node. */
    private static Shape best(Shape.Either either, YamlNode node) {
        List<Shape> takers =
                either.options().stream().filter(option -> option.takes(node)).toList();
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return takers.getFirst();
        }
        return takers.stream()
                .max(Comparator.comparingLong(option -> known(option, mapping)))
                .orElseThrow();
    }

    private static long known(Shape option, YamlNode.Mapping mapping) {
        if (!(option instanceof Shape.Fields fields)) {
            return 0;
        }
        List<String> keys = fields.keys();
        return mapping.entries().stream()
                .filter(entry -> keys.contains(entry.key().text()))
                .count();
    }
}
