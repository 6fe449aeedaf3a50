package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunningFunctionTest {

    private final FakeEdge edge = new FakeEdge();

    @AfterEach
    void close() {
        edge.close();
    }

    @ParameterizedTest
    @ValueSource(classes = {NullPointerException.class, StackOverflowError.class, OutOfMemoryError.class})
    void function_that_throws_as_it_starts_is_refused_by_name_and_reason(Class<? extends Throwable> thrown) {
        assertThatThrownBy(() -> edge.running(new Failing(thrown, null), "shop/all/failing", OnError.FAIL))
                .cause()
                .isInstanceOf(FunctionStartException.class)
                .hasMessage("shop/all/failing: " + thrown.getName());
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
    void function_that_throws_as_it_stops_keeps_no_other_from_it(Class<? extends Throwable> thrown) {
        RunningFunction running = edge.running(new Failing(null, thrown), "shop/all/failing", OnError.FAIL);

        assertThatCode(running::stop).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, 1, 'shop/all/bounds: workDeadline() gives null'",
                "PT0S, 1, 'shop/all/bounds: workDeadline() gives PT0S, which is not between 0 and 36500 days'",
                "PT-1S, 1, 'shop/all/bounds: workDeadline() gives PT-1S, which is not between 0 and 36500 days'",
                "PT10000000H, 1, 'shop/all/bounds: workDeadline() gives PT10000000H, which is not between 0 and 36500 days'",
                "PT1S, 0, 'shop/all/bounds: workLimit() gives 0, and has to be at least 1'",
            })
    void function_whose_bounds_are_none_is_refused_as_it_starts(@Nullable Duration deadline, int limit, String told) {
        assertThatThrownBy(() -> edge.running(new Bounds(deadline, limit), "shop/all/bounds", OnError.FAIL))
                .cause()
                .isInstanceOf(FunctionStartException.class)
                .hasMessage(told);
    }

    @Function("bounds")
    @SuppressWarnings("NullAway") // authors' code is not checked for it
    record Bounds(@Nullable Duration workDeadline, int workLimit) implements EdgeFunction {}

    @Function("failing")
    static final class Failing implements EdgeFunction {

        private final @Nullable Class<? extends Throwable> starting;
        private final @Nullable Class<? extends Throwable> stopping;

        Failing(@Nullable Class<? extends Throwable> starting, @Nullable Class<? extends Throwable> stopping) {
            this.starting = starting;
            this.stopping = stopping;
        }

        @Override
        public void start(FunctionContext context) {
            raise(starting);
        }

        @Override
        public void stop() {
            raise(stopping);
        }

        @Override
        public Outcome onRequest(EdgeRequest request, Exchange exchange) {
            return Outcome.next();
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void raise(@Nullable Class<? extends Throwable> kind) throws T {
            if (kind != null) {
                try {
                    throw (T) kind.getConstructor().newInstance();
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
    }
}
