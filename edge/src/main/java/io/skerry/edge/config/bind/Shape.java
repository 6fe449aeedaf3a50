package io.skerry.edge.config.bind;

import io.skerry.edge.config.yaml.YamlNode;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the file may hold for one Java type. */
public sealed interface Shape {

    /** What is expected, in words: {@code a duration such as 30s}. */
    String expected();

    /** Whether a node of this sort (single value, list, mapping) can be one at all. */
    boolean takes(YamlNode node);

    /**
     * A single value.
     *
     * @param type how its text is read
     * @param bounds the numbers it is limited to
     */
    record Single(ScalarType type, Bounds bounds) implements Shape {

        @Override
        public String expected() {
            return bounds.unlimited() ? type.expected() : bounds.expected();
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Scalar;
        }
    }

    /**
     * One of several words.
     *
     * @param constants the constants of an enum by their words, in order
     */
    record Words(Map<String, Object> constants) implements Shape {

        @Override
        public String expected() {
            return String.join(", ", constants.keySet());
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Scalar;
        }
    }

    /**
     * A list.
     *
     * @param element what each element is
     * @param size whether it may be empty
     */
    record Items(Shape element, Size size) implements Shape {

        @Override
        public String expected() {
            return size == Size.AT_LEAST_ONE ? "a list with at least one element" : "a list";
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Sequence;
        }
    }

    /**
     * A mapping whose keys the user chooses.
     *
     * @param key how a key is read
     * @param value what each value is
     */
    record Entries(ScalarType key, Shape value) implements Shape {

        @Override
        public String expected() {
            return "a mapping";
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Mapping;
        }
    }

    /**
     * A mapping with known keys, bound to a record.
     *
     * @param type the record
     * @param fields one for each component, in order
     */
    record Fields(Class<? extends Record> type, List<Field> fields) implements Shape {

        public Fields {
            fields = List.copyOf(fields);
        }

        /** The known keys, in order. */
        public List<String> keys() {
            return fields.stream().map(Field::key).toList();
        }

        @Override
        public String expected() {
            return "a mapping with " + String.join(", ", keys());
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Mapping;
        }
    }

    /**
     * A simpler value a type is made from.
     *
     * @param input what the file holds
     * @param factory makes the type from it
     * @param words texts worth naming, where the input is a text
     * @param otherTexts whether other texts are accepted
     */
    record Shorter(Shape input, Method factory, List<String> words, OtherTexts otherTexts) implements Shape {

        public Shorter {
            words = List.copyOf(words);
        }

        @Override
        public String expected() {
            if (words.isEmpty()) {
                return input.expected();
            }
            return String.join(", ", words) + (otherTexts == OtherTexts.ACCEPTED ? " or a name" : "");
        }

        @Override
        public boolean takes(YamlNode node) {
            return input.takes(node);
        }
    }

    /**
     * One of several.
     *
     * @param options in the order in which they are tried
     */
    record Either(List<Shape> options) implements Shape {

        public Either {
            options = List.copyOf(options);
        }

        @Override
        public String expected() {
            return options.stream().map(Shape::expected).collect(Collectors.joining(", or "));
        }

        @Override
        public boolean takes(YamlNode node) {
            return options.stream().anyMatch(option -> option.takes(node));
        }
    }

    /**
     * A use of a function: {@code use}, and {@code with} in the shape the function wants.
     *
     * @param settings by function name, sorted
     * @param onError the words of that key
     */
    record Use(Map<String, Fields> settings, Words onError) implements Shape {

        @Override
        public String expected() {
            return "a mapping with use, with, onError";
        }

        @Override
        public boolean takes(YamlNode node) {
            return node instanceof YamlNode.Mapping;
        }
    }

    /**
     * One key of a record.
     *
     * @param key its name in the file
     * @param shape what it holds
     * @param presence whether it has to be there
     * @param defaultText the YAML text that stands for it when it is absent
     * @param description for the schema
     */
    record Field(String key, Shape shape, Presence presence, Optional<String> defaultText, String description) {}

    /** What the absence of a key means. */
    enum Presence {
        /** An error. */
        REQUIRED,
        /** {@code Optional.empty()}. */
        OPTIONAL,
        /** {@code null}, for components marked nullable. */
        NULLABLE,
        /** The default text of the component. */
        DEFAULTED,
        /** The empty list or mapping; for a record the one with all defaults. */
        IMPLIED
    }

    /** Whether a list may be empty. */
    enum Size {
        ANY,
        AT_LEAST_ONE
    }

    /** Whether a shorthand accepts more than its words. */
    enum OtherTexts {
        ACCEPTED,
        REFUSED
    }
}
