package io.skerry.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.edge.metrics.EdgeMetrics;
import io.skerry.functions.runtime.FunctionFailure;
import io.skerry.functions.runtime.Phase;
import org.junit.jupiter.api.Test;

class MeteredFunctionsTest {

    @Test
    void call_that_fails_is_one_call_and_not_a_done_one() {
        try (EdgeMetrics metrics = new EdgeMetrics()) {
            MeteredFunctions told = new MeteredFunctions(metrics.functions());
            told.called("shop/all/prices", Phase.REQUEST, true, 1000);
            told.called("shop/all/prices", Phase.REQUEST, false, 1000);
            told.failed(
                    new FunctionFailure("shop/all/prices", Phase.REQUEST, FunctionFailure.Kind.TIMED_OUT, "too slow"));

            assertThat(metrics.scrape().lines().filter(line -> line.startsWith("skerry_function_calls_total")))
                    .containsExactlyInAnyOrder(
                            "skerry_function_calls_total{ending=\"done\",function=\"shop/all/prices\"} 1.0",
                            "skerry_function_calls_total{ending=\"overrun\",function=\"shop/all/prices\"} 1.0");
            assertThat(metrics.scrape())
                    .contains("skerry_function_duration_seconds_count{function=\"shop/all/prices\"} 2");
        }
    }
}
