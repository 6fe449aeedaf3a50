package io.skerry.edge.generation;

import io.skerry.cache.message.Headers;
import io.skerry.edge.config.model.HeaderSettings;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Changes to header fields, in order: remove, set, add. A site's come before its route's.
 *
 * @param steps none for the common case, which costs nothing
 */
public record HeaderEdits(List<HeaderSettings.Changes> steps) {

    /** No change. */
    public static final HeaderEdits NONE = new HeaderEdits(List.of());

    public HeaderEdits {
        steps = List.copyOf(steps);
    }

    /** The edits of a site, then those of its route. */
    public static HeaderEdits of(HeaderSettings.Changes site, HeaderSettings.Changes route) {
        List<HeaderSettings.Changes> steps =
                List.of(site, route).stream().filter(changes -> !changes.none()).toList();
        return steps.isEmpty() ? NONE : new HeaderEdits(steps);
    }

    /** Whether a change concerns one of the fields. */
    public boolean concern(List<String> fields) {
        return !steps.isEmpty()
                && steps.stream().anyMatch(changes -> fields.stream().anyMatch(field -> concerns(changes, field)));
    }

    private static boolean concerns(HeaderSettings.Changes changes, String field) {
        return Stream.of(changes.set().keySet(), changes.add().keySet(), changes.remove())
                .flatMap(Collection::stream)
                .anyMatch(name -> name.text().equalsIgnoreCase(field));
    }

    /** The fields without those that are removed; nothing is set or added. */
    public Headers removing(Headers headers) {
        Headers.Builder edited = headers.toBuilder();
        for (HeaderSettings.Changes changes : steps) {
            changes.remove().forEach(name -> edited.remove(name.text()));
        }
        return edited.build();
    }

    /** The fields with all changes made. */
    public Headers apply(Headers headers) {
        if (steps.isEmpty()) {
            return headers;
        }
        Headers.Builder edited = headers.toBuilder();
        for (HeaderSettings.Changes changes : steps) {
            changes.remove().forEach(name -> edited.remove(name.text()));
            changes.set().forEach((name, value) -> edited.set(name.text(), value.text()));
            changes.add().forEach((name, value) -> edited.add(name.text(), value.text()));
        }
        return edited.build();
    }
}
