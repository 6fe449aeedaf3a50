package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.cache.message.Method;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large bodies pass through a small window, whichever side is slow. */
class BackPressureTest {

    private static final int BLOCK = 64 * 1024;
    private static final long BLOCKS = 4_800;
    private static final long TOTAL = BLOCK * BLOCKS;
    /** What sockets and queues of both ends may hold, far below the total. */
    private static final long WINDOW = 32L * 1024 * 1024;

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void a_reader_that_stops_stops_the_origin_and_gets_every_byte_when_it_goes_on() throws IOException {
        AtomicLong sent = new AtomicLong();
        byte[] block = new byte[BLOCK];
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + TOTAL + "\r\n\r\n");
            for (long i = 0; i < BLOCKS; i++) {
                peer.write(block);
                sent.addAndGet(BLOCK);
            }
        })) {
            OriginClient client = asker.client(origin.target());
            AtomicLong received = new AtomicLong();
            OriginBody body = asker.on(
                    () -> client.send(Asker.get("/")).answer().map(answer -> ((OriginAnswer.Response) answer).body()));
            body.handler(bytes -> received.addAndGet(bytes.length()));
            asker.run(() -> body.fetch(4));

            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> {
                        assertThat(received.get()).isPositive();
                        assertThat(sent.get()).isLessThan(WINDOW);
                    });
            BodyEnd end = asker.on(() -> {
                body.resume();
                return body.end();
            });

            assertThat(end).isEqualTo(new BodyEnd.Complete());
            assertThat(received).hasValue(TOTAL);
        }
    }

    @Test
    void an_origin_that_stops_reading_stops_the_request_and_gets_every_byte_when_it_goes_on() throws IOException {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong seen = new AtomicLong();
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            latch(goOn);
            seen.set(peer.read(TOTAL));
            peer.write("HTTP/1.1 204 No Content\r\n\r\n");
        })) {
            OriginClient client = asker.client(origin.target());
            ChunkStream content = ChunkStream.repeating(asker.vertx(), Buffer.buffer(new byte[BLOCK]), BLOCKS);
            OriginRequest request = Asker.request(Method.PUT, "/video")
                    .withBody(new RequestBody.Streamed(content, OptionalLong.of(TOTAL)));
            OriginExchange exchange = asker.on(() -> Future.succeededFuture(client.send(request)));

            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> content.paused() && content.takenBytes() > 0 && content.takenBytes() < WINDOW);
            goOn.countDown();
            OriginAnswer answer = asker.on(exchange::answer);

            assertThat(((OriginAnswer.Response) answer).head().status()).isEqualTo(204);
            assertThat(seen).hasValue(TOTAL);
        }
    }

    @Test
    void an_origin_that_takes_no_more_content_is_cut_at_the_idle_time_out() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            latch(never);
        })) {
            OriginTimeouts timeouts =
                    new OriginTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200), null);
            OriginClient client = asker.client(
                    OriginSettings.of("shop", List.of(origin.target())).withTimeouts(timeouts));
            OriginRequest request = Asker.request(Method.PUT, "/video")
                    .withBody(new RequestBody.Streamed(ChunkStream.endless(asker.vertx()), OptionalLong.empty()));

            assertThat(asker.ask(client, request).kind()).isEqualTo(OriginFailure.Kind.WRITE_TIMEOUT);
            never.countDown();
        }
    }

    @Test
    void a_request_and_its_answer_stream_at_the_same_time() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.write("HTTP/1.1 200 OK\r\n\r\n");
            peer.read(3);
            peer.write("yes");
        })) {
            OriginClient client = asker.client(origin.target());
            Promise<Buffer> later = Promise.promise();
            OneChunk content = new OneChunk(later.future());
            OriginRequest request =
                    Asker.request(Method.POST, "/").withBody(new RequestBody.Streamed(content, OptionalLong.of(3)));
            Asker.Told told = asker.on(() -> client.send(request).answer().compose(answer -> {
                later.complete(Buffer.buffer("now"));
                return Asker.collect(answer);
            }));

            assertThat(told.content().toString()).isEqualTo("yes");
            assertThat(told.end()).isEqualTo(new BodyEnd.Complete());
        }
    }

    private static void latch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
