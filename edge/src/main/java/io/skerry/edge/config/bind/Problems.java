package io.skerry.edge.config.bind;

import io.skerry.edge.config.problem.Hint;
import io.skerry.edge.config.problem.Problem;
import io.skerry.edge.config.problem.Problem.Kind;
import io.skerry.edge.config.problem.Span;
import io.skerry.edge.config.problem.Suggestion;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The wording of everything the binder finds wrong, and the list of it. */
final class Problems {

    private final Document document;
    private final List<Problem> found = new ArrayList<>();

    Problems(Document document) {
        this.document = document;
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    void wrongShape(YamlNode node, YamlPath path, String expected) {
        String message = node instanceof YamlNode.Scalar scalar && scalar.style() == YamlNode.Style.NOTHING
                ? "a value is missing"
                : "unexpected " + withoutArticle(node);
        found.add(document.error(Kind.WRONG_SHAPE, path, firstLine(node), message, Hint.expected(expected)));
    }

    private static String withoutArticle(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> "value " + scalar.described();
            case YamlNode.Sequence list -> "list";
            case YamlNode.Mapping mapping -> "mapping";
        };
    }

    /** A list or mapping is pointed at by its first character: its whole first line would say nothing more. */
    private static Span firstLine(YamlNode node) {
        Span span = node.span();
        return node instanceof YamlNode.Scalar
                ? span
                : new Span(span.line(), span.column(), span.line(), span.column() + 1);
    }

    void quoted(YamlNode.Scalar node, YamlPath path, Shape.Single shape) {
        String message = "a text where " + shape.type().noun() + " belongs: " + node.described();
        found.add(document.error(
                Kind.INVALID_VALUE, path, message, Hint.expected(shape.expected() + ", without quotes")));
    }

    void invalid(YamlNode.Scalar node, YamlPath path, Shape.Single shape, String reason) {
        ScalarType type = shape.type();
        Optional<String> expected = Reason.expected(reason);
        String detail = reason.isEmpty() || expected.isPresent() ? "" : " (" + reason + ")";
        String message = "not " + type.noun() + ": " + node.described() + detail;
        Optional<String> meant = type.correction().of(node.text()).filter(other -> !other.equals(node.text()));
        Hint hint = new Hint(meant, expected.orElse(shape.expected()));
        found.add(document.error(Kind.INVALID_VALUE, path, node.span(), message, hint));
    }

    void outOfBounds(YamlNode.Scalar node, YamlPath path, Bounds bounds) {
        String message = "value out of range: " + node.described();
        found.add(document.error(Kind.INVALID_VALUE, path, message, Hint.expected(bounds.expected())));
    }

    /** A text that is none of the words; {@code expected} says what else would do. */
    void unknownWord(YamlNode.Scalar node, YamlPath path, Collection<String> known, String expected) {
        if (PlannedKeys.word(node.text())) {
            String message = "value " + node.described() + " is not supported by this version";
            Hint hint = Hint.expected(expected);
            found.add(document.error(Kind.UNSUPPORTED, path, message, hint));
            return;
        }
        Optional<String> close = Suggestion.closest(node.text(), known);
        String message = "unknown value " + node.described();
        found.add(document.error(Kind.INVALID_VALUE, path, message, new Hint(close, expected)));
    }

    void unknownKey(Shape.Fields shape, YamlNode.Scalar key, YamlPath path) {
        if (PlannedKeys.key(shape.type(), key.text())) {
            String message = "key " + key.described() + " is not supported by this version";
            found.add(document.error(Kind.UNSUPPORTED, path, key.span(), message, Hint.NONE));
            return;
        }
        unknownKey(shape.keys(), key, path);
    }

    void unknownKey(Collection<String> known, YamlNode.Scalar key, YamlPath path) {
        Hint hint = new Hint(Suggestion.closest(key.text(), known), String.join(", ", known));
        found.add(document.error(Kind.UNKNOWN_KEY, path, key.span(), "unknown key " + key.described(), hint));
    }

    void duplicateKey(YamlNode.Scalar key, YamlPath path) {
        String message = "key " + key.described() + " means one that already stands here";
        found.add(document.error(Kind.DUPLICATE_KEY, path, key.span(), message, Hint.NONE));
    }

    void missing(YamlPath path, String key, Shape shape) {
        String message = "required key \"" + key + "\" is missing";
        found.add(document.blockError(Kind.MISSING_KEY, path, message, Hint.expected(shape.expected())));
    }

    void empty(YamlNode node, YamlPath path) {
        found.add(document.error(
                Kind.INVALID_VALUE, path, firstLine(node), "the list is empty", Hint.expected("at least one element")));
    }

    void unset(YamlNode.Scalar node, YamlPath path, String variable) {
        String message = "environment variable \"" + variable + "\" is not set";
        found.add(document.error(
                Kind.UNSET_VARIABLE,
                path,
                node.span(),
                message,
                Hint.expected("a value, or a default: ${" + variable + ":default}")));
    }

    void malformedReference(YamlNode.Scalar node, YamlPath path) {
        String message = "not a reference to a variable: " + node.described();
        found.add(document.error(
                Kind.INVALID_VALUE,
                path,
                node.span(),
                message,
                Hint.expected("${NAME} or ${NAME:default}; $${ for ${ itself")));
    }

    void variableInKey(YamlNode.Scalar key, YamlPath path) {
        String message = "a variable in a key: " + key.described();
        found.add(document.error(
                Kind.INVALID_VALUE, path, key.span(), message, Hint.expected("variables in values only")));
    }

    void refused(YamlPath path, String reason) {
        found.add(document.blockError(Kind.INVALID_VALUE, path, reason, Hint.NONE));
    }

    /** A record that refuses its values. A reason that begins with {@code key:} is about the value of that key. */
    void refused(YamlNode.Mapping node, YamlPath path, String reason) {
        int colon = reason.indexOf(": ");
        String key = reason.substring(0, Math.max(colon, 0));
        Optional<YamlNode> value = node.value(key);
        if (value.isEmpty()) {
            refused(path, reason);
            return;
        }
        String about = reason.substring(colon + 2);
        Optional<String> expected = Reason.expected(about);
        String message = expected.isPresent() ? "invalid value " + value.get().described() : about;
        Hint hint = expected.map(Hint::expected).orElse(Hint.NONE);
        found.add(document.error(Kind.INVALID_VALUE, path.key(key), firstLine(value.get()), message, hint));
    }

    void refused(YamlNode.Scalar node, YamlPath path, String reason, String expected) {
        String message = "invalid value " + node.described() + (reason.isEmpty() ? "" : " (" + reason + ")");
        found.add(document.error(Kind.INVALID_VALUE, path, node.span(), message, Hint.expected(expected)));
    }

    void unknownFunction(YamlNode.Scalar node, YamlPath path, Collection<String> known) {
        String expected = known.isEmpty() ? "no functions are installed" : String.join(", ", known);
        found.add(document.error(
                Kind.UNKNOWN_NAME,
                path,
                "unknown function " + node.described(),
                new Hint(Suggestion.closest(node.text(), known), expected)));
    }
}
