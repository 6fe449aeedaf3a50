package io.skerry.edge.config.schema;

import io.skerry.edge.config.bind.Bounds;
import io.skerry.edge.config.bind.ScalarType;
import io.skerry.edge.config.bind.Shape;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One shape as a schema. Every single value may also be a text with a reference to an environment variable. */
final class ShapeSchema {

    private static final String VARIABLE = "#/$defs/variable";

    private final JsonMapper mapper;

    ShapeSchema(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** The definitions the other parts refer to. */
    static void define(ObjectNode definitions) {
        ObjectNode variable = definitions.putObject("variable");
        variable.put("description", "A text with a reference to an environment variable: ${NAME} or ${NAME:default}");
        variable.put("type", "string");
        variable.put("pattern", "\\$\\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?\\}");
    }

    void describe(Shape shape, ObjectNode out) {
        switch (shape) {
            case Shape.Single single -> single(single, out);
            case Shape.Words words -> words(words.constants().keySet(), out);
            case Shape.Items items -> items(items, out);
            case Shape.Entries entries -> entries(entries, out);
            case Shape.Fields fields -> fields(fields, out);
            case Shape.Shorter shorter -> shorter(shorter, out);
            case Shape.Either either -> {
                ArrayNode options = out.putArray("anyOf");
                either.options().forEach(option -> describe(option, options.addObject()));
            }
            case Shape.Use use -> use(use, out);
        }
    }

    private static void single(Shape.Single shape, ObjectNode out) {
        switch (shape.type().json()) {
            case ScalarType.Json.Text text -> text(out);
            case ScalarType.Json.Pattern pattern ->
                orVariable(out).put("type", "string").put("pattern", pattern.pattern());
            case ScalarType.Json.Whole whole ->
                bounds(shape.bounds(), orVariable(out).put("type", "integer"));
            case ScalarType.Json.Decimal decimal ->
                bounds(shape.bounds(), orVariable(out).put("type", "number"));
            case ScalarType.Json.Truth truth -> orVariable(out).put("type", "boolean");
        }
    }

    /** YAML reads 1.10 without quotes as a number; where a text belongs it counts as it was written. */
    private static void text(ObjectNode out) {
        out.putArray("type").add("string").add("number").add("boolean");
    }

    private static ObjectNode orVariable(ObjectNode out) {
        ArrayNode options = out.putArray("anyOf");
        ObjectNode proper = options.addObject();
        options.addObject().put("$ref", VARIABLE);
        return proper;
    }

    private static void bounds(Bounds bounds, ObjectNode out) {
        if (bounds.unlimited()) {
            return;
        }
        if (bounds.only().isEmpty()) {
            out.put("minimum", bounds.min()).put("maximum", bounds.max());
            return;
        }
        ArrayNode numbers = out.putArray("enum");
        bounds.only().forEach(numbers::add);
    }

    private static void words(Collection<String> words, ObjectNode out) {
        ArrayNode constants = orVariable(out).putArray("enum");
        words.forEach(constants::add);
    }

    private void items(Shape.Items shape, ObjectNode out) {
        out.put("type", "array");
        if (shape.size() == Shape.Size.AT_LEAST_ONE) {
            out.put("minItems", 1);
        }
        describe(shape.element(), out.putObject("items"));
    }

    private void entries(Shape.Entries shape, ObjectNode out) {
        out.put("type", "object");
        if (shape.key().json() instanceof ScalarType.Json.Pattern(String pattern)) {
            out.putObject("propertyNames").put("pattern", pattern);
        }
        describe(shape.value(), out.putObject("additionalProperties"));
    }

    private void fields(Shape.Fields shape, ObjectNode out) {
        out.put("type", "object");
        ObjectNode properties = out.putObject("properties");
        for (Shape.Field field : shape.fields()) {
            ObjectNode property = properties.putObject(field.key());
            describe(field.shape(), property);
            if (!field.description().isEmpty()) {
                property.put("description", field.description());
            }
            field.defaultText()
                    .filter(text -> !text.isEmpty())
                    .ifPresent(text -> property.set("default", DefaultValue.json(text, field.shape(), mapper)));
        }
        List<Shape.Field> required = shape.fields().stream()
                .filter(field -> field.presence() == Shape.Presence.REQUIRED)
                .toList();
        if (!required.isEmpty()) {
            ArrayNode keys = out.putArray("required");
            required.forEach(field -> keys.add(field.key()));
        }
        out.put("additionalProperties", false);
    }

    private void shorter(Shape.Shorter shape, ObjectNode out) {
        if (shape.words().isEmpty()) {
            describe(shape.input(), out);
            return;
        }
        if (shape.otherTexts() == Shape.OtherTexts.REFUSED) {
            words(shape.words(), out);
            return;
        }
        ArrayNode options = out.putArray("anyOf");
        ArrayNode constants = options.addObject().putArray("enum");
        shape.words().forEach(constants::add);
        describe(shape.input(), options.addObject());
    }

    private void use(Shape.Use shape, ObjectNode out) {
        out.put("type", "object");
        ObjectNode properties = out.putObject("properties");
        ObjectNode use = properties.putObject("use").put("description", "Name of the function");
        if (shape.settings().isEmpty()) {
            use.putObject("not");
        } else {
            ArrayNode names = use.putArray("enum");
            shape.settings().keySet().forEach(names::add);
        }
        properties
                .putObject("with")
                .put("description", "Settings of the function")
                .put("type", "object");
        ObjectNode onError = properties.putObject("onError");
        onError.put("description", "What becomes of a request when the function fails")
                .put("default", "skip");
        describe(shape.onError(), onError);
        out.putArray("required").add("use");
        out.put("additionalProperties", false);
        ArrayNode all = out.putArray("allOf");
        shape.settings().forEach((name, settings) -> {
            ObjectNode condition = all.addObject();
            condition.putObject("if").putObject("properties").putObject("use").put("const", name);
            settings(settings, condition.putObject("then"));
        });
        if (all.isEmpty()) {
            out.remove("allOf");
        }
    }

    private void settings(Shape.Fields settings, ObjectNode then) {
        describe(settings, then.putObject("properties").putObject("with"));
        if (settings.fields().stream().anyMatch(field -> field.presence() == Shape.Presence.REQUIRED)) {
            then.putArray("required").add("with");
        }
    }
}
