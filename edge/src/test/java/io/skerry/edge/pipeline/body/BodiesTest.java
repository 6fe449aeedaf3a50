package io.skerry.edge.pipeline.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.BodyRead;
import io.skerry.functions.api.BodyTransform;
import io.skerry.functions.runtime.UpstreamBody.Collected;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The contents that stand between an origin's and whoever receives it: each ends once, and a broken one never well. */
class BodiesTest {

    private final StringBuilder received = new StringBuilder();
    private final MemoryBudget memory = new MemoryBudget(Map.of(Use.BODIES, 24L));

    @Test
    void content_collected_in_vain_streams_from_its_first_byte() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var whole = body.collect(4).toCompletableFuture();
        source.give("abc");
        source.give("defg");

        assertThat(whole).isCompletedWithValue(new Collected.TooLarge());
        read(body.whole());
        source.give("hi");
        source.end(new BodyEnd.Complete());
        assertThat(received).hasToString("abcdefghi");
        assertThat(body.whole().end().result()).isEqualTo(new BodyEnd.Complete());
    }

    /** The time of the call that collects may be over before the content has come. */
    @Test
    void content_that_is_read_while_it_is_collected_streams_from_its_first_byte() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var _ = body.collect(10);
        source.give("abc");
        read(body.whole());
        source.give("def");
        source.give("ghi");
        source.end(new BodyEnd.Complete());

        assertThat(received).hasToString("abcdefghi");
        assertThat(body.whole().end().isComplete()).isTrue();
        assertThat(memory.bytes(Use.BODIES)).isZero();
    }

    @Test
    void content_collected_whole_and_then_left_alone_still_streams() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var whole = body.collect(10).toCompletableFuture();
        source.give("abc");
        source.end(new BodyEnd.Complete());

        assertThat(((Collected.Whole) whole.join()).bytes()).asString().isEqualTo("abc");
        assertThat(body.whole().end().isComplete()).isFalse();
        assertThat(memory.bytes(Use.BODIES)).as("as it came, and whole").isEqualTo(6);
        read(body.whole());
        assertThat(memory.bytes(Use.BODIES)).isZero();
        assertThat(received).hasToString("abc");
        assertThat(body.whole().end().isComplete()).isTrue();
    }

    @Test
    void collecting_a_content_that_breaks_off_fails() {
        Source source = new Source();
        var whole =
                CollectableBody.of(source, memory.claim(Use.BODIES)).collect(10).toCompletableFuture();
        source.give("abc");
        source.end(BodyEnds.failed("reset"));

        assertThat(whole).isCompletedExceptionally();
    }

    @Test
    void content_for_which_there_is_no_memory_is_not_collected_and_streams_all_the_same() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var whole = body.collect(1000).toCompletableFuture();
        source.give("0123456789");
        source.give("abc");

        assertThat(whole).isCompletedWithValue(new Collected.NoRoom());
        assertThat(Objects.requireNonNull(memory.accounts().get(Use.BODIES)).refusals())
                .isEqualTo(1);
        read(body.whole());
        source.end(new BodyEnd.Complete());
        assertThat(received).hasToString("0123456789abc");
        assertThat(memory.bytes(Use.BODIES)).isZero();
    }

    @Test
    void collected_content_that_is_given_up_gives_its_memory_back() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var _ = body.collect(10);
        source.give("abc");
        body.whole().cancel();

        assertThat(memory.bytes(Use.BODIES)).isZero();
    }

    @Test
    void content_at_hand_is_handed_on_as_the_receiver_has_room() {
        String text = "x".repeat(200_000);
        OriginBody body = BytesBody.of(Buffer.buffer(text));
        body.handler(piece -> {
            received.append(piece.toString(StandardCharsets.US_ASCII));
            body.pause();
        });
        body.resume();
        assertThat(received).hasSize(65_536);
        assertThat(body.end().isComplete()).isFalse();

        while (!body.end().isComplete()) {
            body.resume();
        }
        assertThat(received).hasToString(text);
    }

    @Test
    void transform_sees_every_chunk_and_its_rest_comes_before_the_end() {
        Source source = new Source();
        OriginBody body = TransformedBody.of(source, new Shout());
        read(body);
        source.give("ab");
        source.give("cd");
        source.end(new BodyEnd.Complete());

        assertThat(received).hasToString("ABCD!");
        assertThat(body.end().result()).isEqualTo(new BodyEnd.Complete());
    }

    @Test
    void transform_that_throws_breaks_the_content_off() {
        Source source = new Source();
        OriginBody body = TransformedBody.of(source, new Shout());
        read(body);
        source.give("ab");
        source.give("boom");

        assertThat(body.end().result()).isInstanceOf(BodyEnd.Failed.class);
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void transform_that_cannot_be_run_breaks_the_content_off_wherever_it_is() {
        Source midway = new Source();
        OriginBody body = TransformedBody.of(midway, new Unlinked());
        read(body);
        midway.give("ab");

        Source atItsEnd = new Source();
        OriginBody empty = TransformedBody.of(atItsEnd, new Unlinked());
        read(empty);
        atItsEnd.end(new BodyEnd.Complete());

        assertThat(body.end().result()).isInstanceOf(BodyEnd.Failed.class);
        assertThat(midway.cancelled).isTrue();
        assertThat(empty.end().result()).isInstanceOf(BodyEnd.Failed.class);
    }

    @Test
    void broken_source_never_gets_a_finished_transform() {
        Source source = new Source();
        OriginBody body = TransformedBody.of(source, new Shout());
        read(body);
        source.give("ab");
        source.end(BodyEnds.failed("reset"));

        assertThat(received).hasToString("AB");
        assertThat(body.end().result()).isInstanceOf(BodyEnd.Failed.class);
    }

    @Test
    void bytes_at_hand_end_after_they_were_handed_over() {
        OriginBody body = BytesBody.of(Buffer.buffer("abc"));
        assertThat(body.end().isComplete()).isFalse();
        read(body);

        assertThat(received).hasToString("abc");
        assertThat(body.end().result()).isEqualTo(new BodyEnd.Complete());
    }

    @Test
    void reader_that_pauses_and_resumes_within_gets_bytes_at_hand_once() {
        OriginBody body = BytesBody.of(Buffer.buffer("abc"));
        body.handler(buffer -> {
            received.append(buffer);
            body.pause().resume();
        });
        body.resume();

        assertThat(received).hasToString("abc");
        assertThat(body.end().result()).isEqualTo(new BodyEnd.Complete());
    }

    @Test
    void content_collected_in_vain_and_given_up_cancels_its_source_and_hands_on_nothing() {
        Source source = new Source();
        CollectableBody body = CollectableBody.of(source, memory.claim(Use.BODIES));
        var _ = body.collect(2);
        source.give("abc");
        body.whole().handler(buffer -> {
            received.append(buffer);
            body.whole().cancel();
        });
        source.give("def");
        body.whole().resume();

        assertThat(received).hasToString("abc");
        assertThat(source.cancelled).isTrue();
        assertThat(body.whole().end().result()).isEqualTo(BodyEnds.cancelled());
    }

    private void read(OriginBody body) {
        body.handler(buffer -> received.append(buffer.toString()));
        body.resume();
    }

    private static final class Shout implements BodyTransform {
        @Override
        public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
            byte[] bytes = new byte[chunk.remaining()];
            chunk.get(bytes);
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.equals("boom")) {
                throw new IllegalStateException("boom");
            }
            out.accept(ByteBuffer.wrap(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void finish(Consumer<ByteBuffer> out) {
            out.accept(ByteBuffer.wrap(new byte[] {'!'}));
        }
    }

    private static final class Unlinked implements BodyTransform {
        @Override
        public void accept(ByteBuffer chunk, Consumer<ByteBuffer> out) {
            throw new NoClassDefFoundError("com/example/Gone");
        }

        @Override
        public void finish(Consumer<ByteBuffer> out) {
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }

    @Test
    void origins_content_is_read_as_it_arrives_and_forwards_alone() {
        Source source = new Source();
        OriginLease lease = new OriginLease(source, 100, 109);
        source.give("abcd");

        assertThat(text(lease.read(101, 2))).isEqualTo("bc");
        assertThat(text(lease.read(103, 10))).isEqualTo("d");
        BodyRead later = lease.read(106, 10);
        assertThat(later).isInstanceOf(BodyRead.Later.class);
        source.give("ef");
        source.give("ghi");
        assertThat(text(arrived(later))).isEqualTo("ghi");
        assertThat(lease.read(104, 10)).isInstanceOf(BodyRead.Failed.class);
        BodyRead last = lease.read(109, 10);
        source.end(new BodyEnd.Complete());
        assertThat(arrived(last)).isEqualTo(BodyRead.END);
    }

    @Test
    void origins_content_that_breaks_off_or_ends_early_fails_after_what_has_arrived() {
        for (BodyEnd end : List.of(BodyEnds.failed("reset"), new BodyEnd.Complete())) {
            Source source = new Source();
            OriginLease lease = new OriginLease(source, 0, 9);
            source.give("abc");
            source.end(end);

            assertThat(text(lease.read(0, 9))).isEqualTo("abc");
            assertThat(lease.read(3, 9)).isInstanceOf(BodyRead.Failed.class);
        }
    }

    @Test
    void origins_content_is_given_up_by_a_reader_that_leaves() {
        Source source = new Source();
        OriginLease lease = new OriginLease(source, 0, 9);
        BodyRead waiting = lease.read(0, 9);
        lease.close();

        assertThat(source.cancelled).isTrue();
        assertThat(arrived(waiting)).isInstanceOf(BodyRead.Failed.class);
    }

    private static BodyRead arrived(BodyRead read) {
        return ((BodyRead.Later) read).ready().toCompletableFuture().join();
    }

    private static String text(BodyRead read) {
        return StandardCharsets.UTF_8.decode(((BodyRead.Bytes) read).buffer()).toString();
    }

    /** An origin's content that the test gives piece by piece. */
    private static final class Source implements OriginBody {
        private final Promise<BodyEnd> end = Promise.promise();
        private Consumer<Buffer> receiver = _ -> {};
        private boolean cancelled;

        void give(String text) {
            receiver.accept(Buffer.buffer(text));
        }

        void end(BodyEnd how) {
            end.tryComplete(how);
        }

        @Override
        public OptionalLong declaredBytes() {
            return OptionalLong.empty();
        }

        @Override
        public OriginBody handler(Consumer<Buffer> to) {
            receiver = to;
            return this;
        }

        @Override
        public OriginBody pause() {
            return this;
        }

        @Override
        public OriginBody resume() {
            return this;
        }

        @Override
        public OriginBody fetch(long buffers) {
            return this;
        }

        @Override
        public Future<BodyEnd> end() {
            return end.future();
        }

        @Override
        public void cancel() {
            cancelled = true;
            end.tryComplete(BodyEnds.cancelled());
        }
    }
}
