package io.skerry.edge.pipeline.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.cache.memory.MemoryBudget;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.edge.coding.ContentCodings;
import io.skerry.origin.BodyEnd;
import io.skerry.origin.OriginBody;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents decoded on other threads than their request's. */
class DecodedBodyTest {

    private final Vertx vertx = Vertx.vertx();
    private final MemoryBudget memory = new MemoryBudget(Map.of(MemoryBudget.Use.DECODERS, 1L << 24));
    private final ContentCodings codings = ContentCodings.start(1, memory);

    @AfterEach
    void close() {
        codings.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A body that is still to be fetched asks for the rest where it is read: nobody may do so but its request's event loop. */
    @Test
    void coded_content_is_read_and_closed_on_its_requests_event_loop() throws Exception {
        byte[] plain = new byte[300_000];
        new Random(1).nextBytes(plain);
        Confined coded = new Confined(gzip(plain));
        Context context = vertx.getOrCreateContext();
        Promise<Buffer> decoded = Promise.promise();
        Promise<Thread> loop = Promise.promise();

        context.runOnContext(_ -> {
            loop.complete(Thread.currentThread());
            OriginBody body = decoded(coded, context);
            Buffer received = Buffer.buffer();
            body.handler(received::appendBuffer);
            body.end().onSuccess(end -> {
                assertThat(end).isEqualTo(new BodyEnd.Complete());
                decoded.complete(received);
            });
            body.resume();
        });

        byte[] received = decoded.future()
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .getBytes();
        assertThat(received).isEqualTo(plain);
        assertThat(coded.closed).isTrue();
        assertThat(coded.users).containsExactly(loop.future().result());
    }

    /** Short contents are read before there is a decoder. */
    @ParameterizedTest
    @ValueSource(ints = {1, 300_000})
    void error_on_the_thread_that_decodes_ends_the_content(int length) throws Exception {
        byte[] plain = new byte[length];
        new Random(1).nextBytes(plain);
        Confined coded = new Confined(gzip(plain), () -> {
            throw new OutOfMemoryError("injected");
        });
        Context context = vertx.getOrCreateContext();
        Promise<BodyEnd> ended = Promise.promise();

        context.runOnContext(_ -> {
            OriginBody body = decoded(coded, context);
            body.handler(_ -> {});
            body.end().onSuccess(ended::complete);
            body.resume();
        });

        assertThat(ended.future().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isInstanceOf(BodyEnd.Failed.class);
        await().until(() -> coded.closed);
        assertThat(memory.bytes(MemoryBudget.Use.DECODERS)).isZero();
    }

    private OriginBody decoded(Confined coded, Context context) {
        return DecodedBody.of(
                Content.Leased.whole(coded, coded),
                ContentCoding.GZIP,
                codings,
                codings.reserveDecoder().orElseThrow(),
                context);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(coded)) {
            gzip.write(plain);
        }
        return coded.toByteArray();
    }

    /** A body that knows who uses it. */
    private static final class Confined implements BodyLease {
        private final ByteBuffer bytes;
        private final Runnable release;
        private final Set<Thread> users = ConcurrentHashMap.newKeySet();
        private volatile boolean closed;

        Confined(byte[] bytes) {
            this(bytes, () -> {});
        }

        Confined(byte[] bytes, Runnable release) {
            this.bytes = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
            this.release = release;
        }

        @Override
        public OptionalLong lengthBytes() {
            return OptionalLong.of(bytes.capacity());
        }

        @Override
        public BodyRead read(long offset, int maxBytes) {
            users.add(Thread.currentThread());
            int count = Math.min(maxBytes, bytes.capacity() - (int) offset);
            return count == 0 ? BodyRead.END : new BodyRead.Bytes(bytes.slice((int) offset, count), release);
        }

        @Override
        public void close() {
            users.add(Thread.currentThread());
            closed = true;
        }
    }
}
