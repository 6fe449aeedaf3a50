package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TargetGroupTest {

    @Test
    void over_a_turn_each_target_gets_exactly_its_weight() {
        TargetGroup group = new TargetGroup(List.of(state("a", 95), state("b", 4), state("c", 1)), Balance.ROUND_ROBIN);

        assertThat(picks(group, 1_000)).isEqualTo(Map.of("a", 950, "b", 40, "c", 10));
    }

    @Test
    void turns_are_smooth_and_not_in_bursts() {
        TargetGroup group = new TargetGroup(List.of(state("a", 5), state("b", 1), state("c", 1)), Balance.ROUND_ROBIN);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 7; i++) {
            order.append(next(group, Set.of()));
        }

        assertThat(order).hasToString("aabacaa");
    }

    @Test
    void a_target_of_weight_0_is_never_chosen_unless_all_are() {
        assertThat(picks(new TargetGroup(List.of(state("a", 1), state("b", 0)), Balance.ROUND_ROBIN), 10))
                .isEqualTo(Map.of("a", 10));
        assertThat(picks(new TargetGroup(List.of(state("a", 0), state("b", 0)), Balance.ROUND_ROBIN), 10))
                .isEqualTo(Map.of("a", 5, "b", 5));
    }

    @Test
    void those_tried_are_passed_over_until_none_is_left() {
        TargetState a = state("a", 1);
        TargetState b = state("b", 1);
        TargetGroup group = new TargetGroup(List.of(a, b), Balance.ROUND_ROBIN);

        assertThat(group.next(Set.of(a))).isSameAs(b);
        assertThat(group.next(Set.of(a, b))).isNull();
    }

    @Test
    void least_request_prefers_the_idle_relative_to_weight() {
        TargetState a = state("a", 2);
        TargetState b = state("b", 1);
        TargetGroup group = new TargetGroup(List.of(a, b), Balance.LEAST_REQUEST);
        StringBuilder order = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            TargetState chosen = group.next(Set.of());
            assertThat(chosen).isNotNull();
            chosen.begin();
            order.append(chosen.target().host());
        }

        assertThat(a.inFlight()).as(order.toString()).isEqualTo(4);
        assertThat(b.inFlight()).isEqualTo(2);
    }

    @Test
    void least_request_goes_round_when_all_are_idle() {
        TargetGroup group = new TargetGroup(List.of(state("a", 1), state("b", 1)), Balance.LEAST_REQUEST);

        assertThat(picks(group, 10)).isEqualTo(Map.of("a", 5, "b", 5));
    }

    private static Map<String, Integer> picks(TargetGroup group, int times) {
        Map<String, Integer> counts = new TreeMap<>();
        IntStream.range(0, times).forEach(i -> counts.merge(next(group, Set.of()), 1, Integer::sum));
        return counts;
    }

    private static String next(TargetGroup group, Set<TargetState> tried) {
        TargetState chosen = group.next(tried);
        assertThat(chosen).isNotNull();
        return chosen.target().host();
    }

    private static TargetState state(String host, int weight) {
        return new TargetState(new OriginTarget(OriginTarget.Scheme.HTTP, host, 80, weight, null));
    }
}
