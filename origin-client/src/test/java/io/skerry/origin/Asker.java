package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.TargetUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks origins from one event loop and collects what comes back. */
final class Asker implements AutoCloseable {

    static final OriginTimeouts PATIENT = new OriginTimeouts(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));

    private final Vertx vertx;
    private final Context context;

    Asker() {
        this(Vertx.vertx());
    }

    /** On the event loops of a Vert.x that is closed with it. */
    Asker(Vertx vertx) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
    }

    /** The answer and, if there was one, its whole content and how it ended. */
    record Told(OriginAnswer answer, Buffer content, BodyEnd end) {

        OriginAnswer.Response response() {
            return (OriginAnswer.Response) answer;
        }

        OriginFailure.Kind kind() {
            return answer instanceof OriginFailure failure
                    ? failure.kind()
                    : ((BodyEnd.Failed) end).failure().kind();
        }
    }

    Vertx vertx() {
        return vertx;
    }

    OriginClient client(OriginTarget... targets) {
        return client(OriginSettings.of("shop", List.of(targets)).withTimeouts(PATIENT));
    }

    OriginClient client(OriginSettings settings) {
        return OriginClient.open(vertx, settings, InstantSource.system(), 1);
    }

    static OriginRequest get(String path) {
        return request(Method.GET, path);
    }

    static OriginRequest request(Method method, String path) {
        return OriginRequest.of(
                new RequestHead(method, new TargetUri("https", "shop.example", path, ""), Headers.empty()));
    }

    /** A POST whose content comes in these chunks; {@code length} is what it declares. */
    OriginRequest post(String path, List<String> chunks, OptionalLong length) {
        List<Buffer> buffers = chunks.stream().map(Buffer::buffer).toList();
        return request(Method.POST, path).withBody(new RequestBody.Streamed(ChunkStream.of(vertx, buffers), length));
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs on the event loop and waits for the future. */
    <T> T on(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> action.get().onComplete(done));
        try {
            return done.future().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Runs on the event loop, without waiting. */
    void run(Runnable action) {
        context.runOnContext(go -> action.run());
    }

    Told ask(OriginClient client, OriginRequest request) {
        return on(() -> client.send(request).answer().compose(Asker::collect));
    }

    static Future<Told> collect(OriginAnswer answer) {
        return switch (answer) {
            case OriginFailure failure ->
                Future.succeededFuture(new Told(failure, Buffer.buffer(), new BodyEnd.Failed(failure)));
            case OriginAnswer.Response response -> {
                Buffer content = Buffer.buffer();
                response.body().handler(content::appendBuffer).resume();
                yield response.body().end().map(end -> new Told(response, content, end));
            }
        };
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
