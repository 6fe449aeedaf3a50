package io.skerry.origin;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Targets that may answer the same request, and whose turn it is.
 *
 * <p>Safe for many threads; a choice is one short critical section without allocation.
 */
final class TargetGroup {

    private final List<TargetState> members;
    private final Balance balance;
    private final int[] weights;
    /** Smooth weighted round robin: each member's claim; the highest is next and pays the sum of all weights. */
    private final long[] claims;

    private int turn;

    /** A group of members, whose weights count unless all of them are 0: then each counts the same. */
    TargetGroup(List<TargetState> members, Balance balance) {
        this.members = List.copyOf(members);
        this.balance = balance;
        this.claims = new long[members.size()];
        this.weights = members.stream().mapToInt(m -> m.target().weight()).toArray();
        if (members.stream().allMatch(m -> m.target().weight() == 0)) {
            java.util.Arrays.fill(weights, 1);
        }
    }

    /** The member to ask next, or null if every one that has a weight is among those tried. */
    synchronized @Nullable TargetState next(Collection<TargetState> tried) {
        int chosen = switch (balance) {
            case ROUND_ROBIN -> nextInTurn(tried);
            case LEAST_REQUEST -> leastBusy(tried);
        };
        return chosen < 0 ? null : members.get(chosen);
    }

    private int nextInTurn(Collection<TargetState> tried) {
        int chosen = -1;
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0 || tried.contains(members.get(i))) {
                continue;
            }
            claims[i] += weights[i];
            sum += weights[i];
            if (chosen < 0 || claims[i] > claims[chosen]) {
                chosen = i;
            }
        }
        if (chosen >= 0) {
            claims[chosen] -= sum;
        }
        return chosen;
    }

    /** Ties go round, so that an idle origin's first target does not get everything. */
    private int leastBusy(Collection<TargetState> tried) {
        int chosen = -1;
        for (int step = 0; step < weights.length; step++) {
            int i = (turn + step) % weights.length;
            if (weights[i] > 0 && !tried.contains(members.get(i)) && (chosen < 0 || busier(chosen, i))) {
                chosen = i;
            }
        }
        if (chosen >= 0) {
            turn = (chosen + 1) % weights.length;
        }
        return chosen;
    }

    /** Whether one more request would load the first more, relative to its weight, than the second. */
    private boolean busier(int first, int second) {
        return (members.get(first).inFlight() + 1L) * weights[second]
                > (members.get(second).inFlight() + 1L) * weights[first];
    }
}
