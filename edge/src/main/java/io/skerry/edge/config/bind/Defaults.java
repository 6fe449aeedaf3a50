package io.skerry.edge.config.bind;

import io.skerry.edge.config.problem.SourceText;
import io.skerry.edge.config.problem.Span;
import io.skerry.edge.config.yaml.Document;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlReader;
import io.skerry.edge.config.yaml.YamlResult;
import java.util.List;
import java.util.Optional;

/** The values that stand for absent keys. A default that cannot be bound is a defect of the record, not of the file. */
final class Defaults {

    private static final Environment NONE = name -> Optional.empty();

    private Defaults() {}

    static Object value(Shape.Field field) {
        String text = field.defaultText().orElseThrow();
        // A default text may look like something else in YAML ("" is no document), and for a
        // single value it needs no quotes.
        if (field.shape() instanceof Shape.Single single) {
            return single.type().parser().parse(text);
        }
        return switch (YamlReader.read("@Default", text)) {
            case YamlResult.Tree tree -> bound(field.shape(), tree.document());
            case YamlResult.Broken broken -> throw defect(field.key() + ": " + broken.problem());
        };
    }

    static Object record(Shape.Fields shape) {
        YamlNode nothing = new YamlNode.Mapping(List.of(), Span.START);
        return bound(shape, new Document(SourceText.of("@Default", ""), nothing));
    }

    private static Object bound(Shape shape, Document document) {
        Bound<Object> bound = Binder.bindDefault(shape, document, NONE);
        if (!bound.problems().isEmpty()) {
            throw defect(bound.problems().toString());
        }
        return bound.value().orElseThrow();
    }

    private static IllegalStateException defect(String what) {
        return new IllegalStateException("a default cannot be bound: " + what);
    }
}
