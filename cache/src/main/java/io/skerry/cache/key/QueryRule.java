package io.skerry.cache.key;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What of the query is in the key, and so is forwarded.
 *
 * @param selection which parameters
 * @param order in which order
 */
public record QueryRule(Selection selection, Order order) {

    private static final QueryRule AS_RECEIVED = new QueryRule(new Selection.All(), Order.AS_RECEIVED);

    public QueryRule {
        Objects.requireNonNull(selection);
        Objects.requireNonNull(order);
    }

    /** The whole query as received: what RFC 9111 2 means by the target URI. */
    public static QueryRule asReceived() {
        return AS_RECEIVED;
    }

    /** Whether every query stays as it is. */
    public boolean keepsAll() {
        return selection instanceof Selection.All && order == Order.AS_RECEIVED;
    }

    /** The order of the parameters in the key. */
    public enum Order {
        AS_RECEIVED,
        /** By name, those of the same name in the order received. */
        SORTED
    }

    /** Which parameters are in the key. */
    public sealed interface Selection {

        /** Whether a parameter with this name (as it stands in the normalised query) is in the key. */
        boolean keeps(String name);

        /** All of them. */
        record All() implements Selection {
            @Override
            public boolean keeps(String name) {
                return true;
            }
        }

        /**
         * All but some.
         *
         * @param names exact names, case-sensitive
         * @param beginnings of names, case-sensitive
         * @param tracking whether those of {@link TrackingParameters} are left out, too
         */
        record Ignore(Set<String> names, List<String> beginnings, Tracking tracking) implements Selection {
            public Ignore {
                names = Set.copyOf(names);
                beginnings = List.copyOf(beginnings);
                Objects.requireNonNull(tracking);
            }

            @Override
            public boolean keeps(String name) {
                return !names.contains(name)
                        && !begins(name)
                        && (tracking == Tracking.KEPT || !TrackingParameters.contains(name));
            }

            private boolean begins(String name) {
                for (String beginning : beginnings) {
                    if (name.startsWith(beginning)) {
                        return true;
                    }
                }
                return false;
            }
        }

        /**
         * Some alone.
         *
         * @param names exact names, case-sensitive; none for a key without query
         */
        record Only(Set<String> names) implements Selection {
            public Only {
                names = Set.copyOf(names);
            }

            @Override
            public boolean keeps(String name) {
                return names.contains(name);
            }
        }
    }

    /** What becomes of tracking parameters. */
    public enum Tracking {
        KEPT,
        IGNORED
    }
}
