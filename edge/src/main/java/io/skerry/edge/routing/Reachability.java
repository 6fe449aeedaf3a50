package io.skerry.edge.routing;

import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Finds routes that no request can ever reach, because routes before them take everything they accept. */
public final class Reachability {

    private Reachability() {}

    /**
     * The earlier route that takes the last of what this one accepts, if nothing is left for it.
     *
     * @param conditions the routes of one site in file order
     * @param route the number of the route in question
     */
    public static OptionalInt takenBy(List<RouteCondition> conditions, int route) {
        RouteCondition asked = conditions.get(route);
        Set<String> left = new HashSet<>(asked.methods());
        for (int i = 0; i < route; i++) {
            RouteCondition earlier = conditions.get(i);
            if (!earlier.path().covers(asked.path())) {
                continue;
            }
            left.removeAll(earlier.methods());
            // A route without methods accepts infinitely many: only another such route takes them all.
            if (earlier.methods().isEmpty() || (!asked.methods().isEmpty() && left.isEmpty())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }
}
