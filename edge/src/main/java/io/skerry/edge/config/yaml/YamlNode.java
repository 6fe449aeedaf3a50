package io.skerry.edge.config.yaml;

import io.skerry.edge.config.problem.Span;
import java.util.List;
import java.util.Optional;

/** A part of a YAML document with its place in the file. */
public sealed interface YamlNode {

    /** Where it stands. For a mapping or list in block style the span may end on a later line. */
    Span span();

    /** What it is, in words. */
    String described();

    /**
     * A single value.
     *
     * @param text without quotes
     * @param style how it was written
     * @param span where it stands, quotes included
     */
    record Scalar(String text, Style style, Span span) implements YamlNode {

        @Override
        public String described() {
            return style == Style.NOTHING ? "nothing" : "\"" + shortened() + "\"";
        }

        private String shortened() {
            return text.length() <= 60 ? text : text.substring(0, 57) + "...";
        }
    }

    /** How a value was written. */
    enum Style {
        /** Without quotes: text, number or truth value, as the reader wants it. */
        PLAIN,
        /** In quotes or as a block: always text. */
        TEXT,
        /** Not at all, or {@code null}. */
        NOTHING
    }

    /**
     * A list.
     *
     * @param items in order
     * @param span where it stands
     */
    record Sequence(List<YamlNode> items, Span span) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /**
     * Keys and their values.
     *
     * @param entries in order; no key twice
     * @param span where it stands
     */
    record Mapping(List<Entry> entries, Span span) implements YamlNode {

        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String described() {
            return "a mapping";
        }

        /** The value of a key. */
        public Optional<YamlNode> value(String key) {
            return entry(key).map(Entry::value);
        }

        /** A key with its value. */
        public Optional<Entry> entry(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().text().equals(key))
                    .findFirst();
        }
    }

    /**
     * A key with its value.
     *
     * @param key as written
     * @param value what it stands for
     */
    record Entry(Scalar key, YamlNode value) {}
}
