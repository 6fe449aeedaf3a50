package io.skerry.edge.config.bind;

import io.skerry.edge.config.bind.Shape.Presence;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.edge.config.model.FunctionUse;
import io.skerry.edge.config.model.NotEmpty;
import io.skerry.edge.config.model.OneOf;
import io.skerry.edge.config.model.Range;
import io.skerry.edge.config.model.Shorthand;
import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Key;
import io.skerry.functions.api.Required;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shape of Java types by reflection. A type it cannot read is a defect of the code, reported as an
 * {@link IllegalStateException} when the shape is made.
 */
public final class ShapeReader {

    private final ScalarTypes scalars;
    private final FunctionSettingsCatalogue functions;

    /**
     * A reader.
     *
     * @param functions what a routes file may use
     * @param folder where relative paths start
     */
    public ShapeReader(FunctionSettingsCatalogue functions, Path folder) {
        this.functions = functions;
        this.scalars = new ScalarTypes(folder);
    }

    /** The shape of a record. */
    public Shape.Fields fields(Class<? extends Record> type) {
        List<Shape.Field> fields = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(type, component));
        }
        return new Shape.Fields(type, fields);
    }

    private Shape.Field field(Class<?> owner, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        Default standard = component.getAnnotation(Default.class);
        Description description = component.getAnnotation(Description.class);
        Type type = component.getGenericType();
        Shape shape = shape(isOptional(type) ? argument(type, 0) : type, component);
        Presence presence = presence(component, shape);
        if (presence == Presence.REQUIRED && !component.isAnnotationPresent(Required.class)) {
            throw new IllegalStateException(owner.getName() + "." + component.getName()
                    + " has neither @Required nor @Default, and no value is implied by its absence");
        }
        return new Shape.Field(
                key == null ? component.getName() : key.value(),
                shape,
                presence,
                Optional.ofNullable(standard).map(Default::value),
                description == null ? "" : description.value());
    }

    private static Presence presence(RecordComponent component, Shape shape) {
        if (component.isAnnotationPresent(Required.class)) {
            return Presence.REQUIRED;
        }
        if (component.isAnnotationPresent(Default.class)) {
            return Presence.DEFAULTED;
        }
        if (isOptional(component.getGenericType())) {
            return Presence.OPTIONAL;
        }
        if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            return Presence.NULLABLE;
        }
        return switch (shape) {
            case Shape.Items items -> Presence.IMPLIED;
            case Shape.Entries entries -> Presence.IMPLIED;
            case Shape.Fields fields -> ofRecord(fields);
            case Shape.Single single -> Presence.REQUIRED;
            case Shape.Words words -> Presence.REQUIRED;
            case Shape.Shorter shorthand -> Presence.REQUIRED;
            case Shape.Either either -> Presence.REQUIRED;
            case Shape.Use use -> Presence.REQUIRED;
        };
    }

    /** A record that requires a key cannot be made of nothing: it has to be given as well. */
    private static Presence ofRecord(Shape.Fields record) {
        boolean required = record.fields().stream().anyMatch(field -> field.presence() == Presence.REQUIRED);
        return required ? Presence.REQUIRED : Presence.IMPLIED;
    }

    private Shape shape(Type type, RecordComponent component) {
        if (type instanceof ParameterizedType generic) {
            return container(generic, component);
        }
        Class<?> raw = (Class<?>) type;
        Optional<ScalarType> scalar = scalars.find(raw);
        if (scalar.isPresent()) {
            return new Shape.Single(scalar.get(), bounds(component));
        }
        if (raw.isEnum()) {
            return words(raw);
        }
        if (raw == FunctionUse.class) {
            return use();
        }
        List<Shape> options = options(raw, component);
        return options.size() == 1 ? options.getFirst() : new Shape.Either(options);
    }

    private Shape container(ParameterizedType type, RecordComponent component) {
        if (type.getRawType() == List.class) {
            boolean needed = component.isAnnotationPresent(NotEmpty.class);
            return new Shape.Items(
                    shape(argument(type, 0), component), needed ? Shape.Size.AT_LEAST_ONE : Shape.Size.ANY);
        }
        if (type.getRawType() == Map.class) {
            ScalarType key = scalars.find((Class<?>) argument(type, 0)).orElseThrow(() -> unreadable(type));
            return new Shape.Entries(key, shape(argument(type, 1), component));
        }
        throw unreadable(type);
    }

    /** The ways to write a record or a sealed interface: its shorthands, then its mappings. */
    private List<Shape> options(Class<?> type, RecordComponent component) {
        List<Shape> options = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            Shorthand shorthand = method.getAnnotation(Shorthand.class);
            if (shorthand != null) {
                method.setAccessible(true);
                options.add(new Shape.Shorter(
                        shape(method.getGenericParameterTypes()[0], component),
                        method,
                        List.of(shorthand.words()),
                        shorthand.open() ? Shape.OtherTexts.ACCEPTED : Shape.OtherTexts.REFUSED));
            }
        }
        if (options.isEmpty() && type.isRecord()) {
            options.add(fields(type.asSubclass(Record.class)));
        }
        if (options.isEmpty() && type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(part -> options.addAll(options(part, component)));
        }
        if (options.isEmpty()) {
            throw unreadable(type);
        }
        return options;
    }

    private static Shape.Words words(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            constants.put(name.toLowerCase(Locale.ROOT).replace('_', '-'), constant);
        }
        return new Shape.Words(constants);
    }

    private Shape use() {
        Map<String, Shape.Fields> settings = new TreeMap<>();
        functions.settings().forEach((name, type) -> settings.put(name, fields(type)));
        return new Shape.Use(settings, words(FunctionUse.OnError.class));
    }

    private static Bounds bounds(RecordComponent component) {
        Range range = component.getAnnotation(Range.class);
        if (range != null) {
            return new Bounds(range.min(), range.max(), List.of());
        }
        OneOf numbers = component.getAnnotation(OneOf.class);
        return numbers == null ? Bounds.NONE : Bounds.only(numbers.value());
    }

    private static boolean isOptional(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class;
    }

    private static Type argument(Type type, int position) {
        return ((ParameterizedType) type).getActualTypeArguments()[position];
    }

    private static IllegalStateException unreadable(Type type) {
        return new IllegalStateException("no shape for " + type.getTypeName() + " in a settings record");
    }
}
