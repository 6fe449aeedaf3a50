package io.skerry.functions.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.functions.api.BodyTransform;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Transforms that go wrong: who is named for it, and what they may do with what they were given. */
class WatchedTransformTest {

    @AutoClose
    private final FakeEdge edge = new FakeEdge();

    @Test
    void transform_that_throws_is_told_as_the_failure_of_its_function_and_of_no_other() {
        BodyPipeline body = transformedBy(PassOn::new, () -> new PassOn() {
            @Override
            public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
                throw new IllegalStateException("not so");
            }
        });

        assertThatThrownBy(() -> body.accept(bytes(), _ -> {})).hasMessage("not so");
        assertThat(edge.failures)
                .extracting(FunctionFailure::toString)
                .containsExactly(
                        "second onOriginResponse threw: its transform: java.lang.IllegalStateException: not so");
    }

    @Test
    void supplier_that_gives_no_transform_is_the_failure_of_its_function() {
        BodyPipeline body = transformedBy(PassOn::new, () -> nothing());

        assertThatThrownBy(() -> body.finish(_ -> {})).hasMessage("the supplier of transforms gives null");
        assertThat(edge.failures).extracting(FunctionFailure::use).containsExactly("second");
    }

    @Test
    void failure_of_those_that_take_the_bytes_is_none_of_the_function() {
        BodyPipeline body = transformedBy(PassOn::new, PassOn::new);

        assertThatThrownBy(() -> body.accept(bytes(), _ -> {
                    throw new IllegalStateException("the client has gone");
                }))
                .hasMessage("the client has gone");
        assertThat(edge.failures).isEmpty();
    }

    @Test
    void bytes_are_taken_until_the_call_returns() {
        List<Consumer<ByteBuffer>> kept = new ArrayList<>();
        List<ByteBuffer> taken = new ArrayList<>();
        BodyPipeline body = transformedBy(PassOn::new, () -> new PassOn() {
            @Override
            public void finish(Consumer<ByteBuffer> out) {
                out.accept(bytes());
                kept.add(out);
            }
        });

        assertThatCode(() -> body.finish(taken::add)).doesNotThrowAnyException();
        assertThatThrownBy(() -> kept.getFirst().accept(bytes())).isInstanceOf(IllegalStateException.class);
        assertThat(taken).containsExactly(bytes());
    }

    private BodyPipeline transformedBy(Supplier<BodyTransform> first, Supplier<BodyTransform> second) {
        EdgeResponse last = transformed(transformed(FakeEdge.PAGE, first, "first"), second, "second");
        return BodyPipeline.of(last.body());
    }

    private EdgeResponse transformed(EdgeResponse response, Supplier<BodyTransform> transform, String use) {
        FunctionChain chain = FunctionChain.of(List.of(edge.running(
                new AtOriginResponse(() -> Outcome.respond(response.transformed(transform, "1"))), use, OnError.FAIL)));
        ResponseDecision decision = edge.onLoop(() -> chain.onOriginResponse(edge.request(), response, _ -> {
            throw new IllegalStateException("nobody wants it whole");
        }));
        return ((ResponseDecision.Proceed) decision).response();
    }

    private static ByteBuffer bytes() {
        return ByteBuffer.wrap(new byte[] {1, 2, 3});
    }

    /** Authors' code is not checked for null. */
    @SuppressWarnings("NullAway")
    private static BodyTransform nothing() {
        return null;
    }

    private static class PassOn implements BodyTransform {
        @Override
        public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
            out.accept(chunk);
        }

        @Override
        public void finish(Consumer<ByteBuffer> out) {}
    }
}
