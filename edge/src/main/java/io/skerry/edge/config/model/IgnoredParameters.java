package io.skerry.edge.config.model;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Query parameters that are outside the cache key. */
public sealed interface IgnoredParameters {

    /** The maintained list of parameters that only trackers read. */
    record Tracking() implements IgnoredParameters {

        /** Reads the word {@code tracking}. */
        @Shorthand(words = "tracking", open = false)
        public static Tracking of(String word) {
            if (!word.equals("tracking")) {
                throw new IllegalArgumentException("not a maintained list");
            }
            return new Tracking();
        }
    }

    /**
     * Parameters listed in the file.
     *
     * @param names exact names, or a beginning followed by {@code *}
     */
    record Named(List<String> names) implements IgnoredParameters {

        public Named {
            names = List.copyOf(names);
        }

        /** Reads the list. */
        @Shorthand
        public static Named of(List<String> names) {
            return new Named(names);
        }

        /** The exact names. */
        public Set<String> exact() {
            return names.stream().filter(name -> !name.endsWith("*")).collect(Collectors.toUnmodifiableSet());
        }

        /** The beginnings, without their {@code *}. */
        public List<String> beginnings() {
            return names.stream()
                    .filter(name -> name.endsWith("*"))
                    .map(name -> name.substring(0, name.length() - 1))
                    .toList();
        }
    }
}
