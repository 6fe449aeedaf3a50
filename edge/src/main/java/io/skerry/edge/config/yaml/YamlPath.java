package io.skerry.edge.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from the root of a document to a part of it, printed as {@code sites[0].routes[2].origin}.
 *
 * @param steps keys (text) and positions in lists (whole numbers)
 */
public record YamlPath(List<Step> steps) {

    /** The root. */
    public static final YamlPath ROOT = new YamlPath(List.of());

    public YamlPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    public sealed interface Step {
        /**
         * To the value of a key.
         *
         * @param name the key
         */
        record Key(String name) implements Step {}

        /**
         * To an element of a list.
         *
         * @param position from 0
         */
        record Index(int position) implements Step {}
    }

    /** The path that goes on to the value of a key. */
    public YamlPath key(String name) {
        return with(new Step.Key(name));
    }

    /** The path that goes on to an element of a list. */
    public YamlPath index(int position) {
        return with(new Step.Index(position));
    }

    private YamlPath with(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new YamlPath(longer);
    }

    /** The part of a document the path leads to. */
    public Optional<YamlNode> find(YamlNode root) {
        Optional<YamlNode> at = Optional.of(root);
        for (Step step : steps) {
            at = at.flatMap(node -> below(node, step));
        }
        return at;
    }

    /** The part the path leads to, or the last one on the way that exists. */
    public YamlNode nearest(YamlNode root) {
        YamlNode at = root;
        for (Step step : steps) {
            Optional<YamlNode> next = below(at, step);
            if (next.isEmpty()) {
                return at;
            }
            at = next.get();
        }
        return at;
    }

    private static Optional<YamlNode> below(YamlNode node, Step step) {
        return switch (step) {
            case Step.Key key when node instanceof YamlNode.Mapping mapping -> mapping.value(key.name());
            case Step.Index index
            when node instanceof YamlNode.Sequence list ->
                index.position() < list.items().size()
                        ? Optional.of(list.items().get(index.position()))
                        : Optional.empty();
            case Step.Key key -> Optional.empty();
            case Step.Index index -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Step step : steps) {
            switch (step) {
                case Step.Key key -> out.append(out.isEmpty() ? "" : ".").append(key.name());
                case Step.Index index ->
                    out.append('[').append(index.position()).append(']');
            }
        }
        return out.toString();
    }
}
