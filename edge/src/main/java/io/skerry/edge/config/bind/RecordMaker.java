package io.skerry.edge.config.bind;

import io.skerry.edge.config.bind.Shape.Field;
import io.skerry.edge.config.bind.Shape.Presence;
import io.skerry.edge.config.model.FunctionUse;
import io.skerry.edge.config.problem.Span;
import io.skerry.edge.config.yaml.YamlNode;
import io.skerry.edge.config.yaml.YamlPath;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes records out of mappings: every component from its key, or from what its absence means. */
final class RecordMaker {

    private static final List<String> USE_KEYS = List.of("use", "with", "onError");

    private final Binder binder;
    private final Problems problems;
    private final Expander expander;

    RecordMaker(Binder binder, Problems problems, Expander expander) {
        this.binder = binder;
        this.problems = problems;
        this.expander = expander;
    }

    Optional<Object> make(Shape.Fields shape, YamlNode.Mapping node, YamlPath path) {
        for (YamlNode.Entry entry : node.entries()) {
            if (!shape.keys().contains(entry.key().text())) {
                problems.unknownKey(shape, entry.key(), path);
            }
        }
        @Nullable Object[] arguments = new @Nullable Object[shape.fields().size()];
        boolean complete = true;
        for (int i = 0; i < arguments.length; i++) {
            Field field = shape.fields().get(i);
            Optional<Object> given = given(field, node, path);
            complete &= given.isPresent() || field.presence() != Presence.REQUIRED;
            arguments[i] = given.isPresent() ? wrapped(field, given.get()) : absent(field);
        }
        return complete ? construct(shape.type(), arguments, node, path) : Optional.empty();
    }

    private Optional<Object> given(Field field, YamlNode.Mapping node, YamlPath path) {
        Optional<YamlNode> value = node.value(field.key());
        if (value.isPresent()) {
            return binder.value(field.shape(), value.get(), path.key(field.key()));
        }
        if (field.presence() == Presence.REQUIRED) {
            problems.missing(path, field.key(), field.shape());
        }
        return Optional.empty();
    }

    private static Object wrapped(Field field, Object value) {
        return field.presence() == Presence.OPTIONAL ? Optional.of(value) : value;
    }

    private @Nullable Object absent(Field field) {
        return switch (field.presence()) {
            case REQUIRED, NULLABLE -> null;
            case OPTIONAL -> Optional.empty();
            case DEFAULTED -> Defaults.value(field);
            case IMPLIED -> implied(field.shape());
        };
    }

    private Object implied(Shape shape) {
        return switch (shape) {
            case Shape.Items items -> List.of();
            case Shape.Entries entries -> Map.of();
            case Shape.Fields fields -> Defaults.record(fields);
            case Shape.Single single -> throw nothingImplied(single);
            case Shape.Words words -> throw nothingImplied(words);
            case Shape.Shorter shorthand -> throw nothingImplied(shorthand);
            case Shape.Either either -> throw nothingImplied(either);
            case Shape.Use use -> throw nothingImplied(use);
        };
    }

    private static IllegalStateException nothingImplied(Shape shape) {
        return new IllegalStateException("nothing is implied by the absence of " + shape.expected());
    }

    private Optional<Object> construct(
            Class<? extends Record> type, @Nullable Object[] arguments, YamlNode.Mapping node, YamlPath path) {
        try {
            Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                problems.refused(node, path, expander.redacted(Reason.of(refused)));
                return Optional.empty();
            }
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no canonical constructor of " + type.getName(), e);
        }
    }

    /** A use of a function: which keys {@code with} may hold depends on the value of {@code use}. */
    Optional<Object> makeUse(Shape.Use shape, YamlNode.Mapping node, YamlPath path) {
        for (YamlNode.Entry entry : node.entries()) {
            if (!USE_KEYS.contains(entry.key().text())) {
                problems.unknownKey(USE_KEYS, entry.key(), path);
            }
        }
        FunctionUse.OnError onError = node.value("onError")
                .flatMap(value -> binder.value(shape.onError(), value, path.key("onError")))
                .map(FunctionUse.OnError.class::cast)
                .orElse(FunctionUse.OnError.SKIP);
        Optional<YamlNode> use = node.value("use");
        if (use.isEmpty()) {
            problems.missing(path, "use", new Shape.Words(new TreeMap<>(shape.settings())));
            return Optional.empty();
        }
        if (!(use.get() instanceof YamlNode.Scalar name) || name.style() == YamlNode.Style.NOTHING) {
            problems.wrongShape(use.get(), path.key("use"), "the name of a function");
            return Optional.empty();
        }
        Shape.Fields settings = shape.settings().get(name.text());
        if (settings == null) {
            problems.unknownFunction(name, path.key("use"), shape.settings().keySet());
            return Optional.empty();
        }
        YamlNode with = node.value("with").orElseGet(() -> nothing(name.span()));
        return binder.value(settings, with, path.key("with"))
                .map(record -> new FunctionUse(name.text(), (Record) record, onError));
    }

    private static YamlNode nothing(Span span) {
        return new YamlNode.Mapping(List.of(), span);
    }
}
