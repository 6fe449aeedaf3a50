package io.skerry.edge.pipeline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.pipeline.answer.ClientAnswer;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes back where a write throws that was to send it. */
class RefusedWritesTest {

    private static final int LENGTH = 10;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger released = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A body that gives so many bytes at once. */
    private Content.Leased body(int most) {
        BodyLease lease = new BodyLease() {
            @Override
            public OptionalLong lengthBytes() {
                return OptionalLong.of(LENGTH);
            }

            @Override
            public BodyRead read(long offset, int maxBytes) {
                ByteBuffer bytes = ByteBuffer.allocateDirect(Math.min(most, maxBytes));
                return new BodyRead.Bytes(bytes, released::incrementAndGet);
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
        return Content.Leased.whole(lease, lease);
    }

    private static HttpServerRequest refusingWrites() {
        HttpServerResponse response = proxy(HttpServerResponse.class, method -> switch (method) {
            case "writeQueueFull" -> false;
            case "write", "end" -> throw new NoClassDefFoundError("of what writes");
            default -> null;
        });
        return proxy(HttpServerRequest.class, method -> switch (method) {
            case "response" -> response;
            case "isSSL" -> true;
            case "version" -> HttpVersion.HTTP_1_1;
            default -> null;
        });
    }

    private interface Answers {
        @Nullable
        Object to(String method);
    }

    private static <T> T proxy(Class<T> type, Answers answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, values) -> answers.to(method.getName())));
    }

    @Test
    void write_that_throws_ends_the_transfer_and_everything_goes_back() {
        for (int most : new int[] {LENGTH, 1}) {
            released.set(0);
            closed.set(0);

            Future<Ending> ending = new LeaseTransfer(
                            refusingWrites(), body(most), vertx.getOrCreateContext(), new ResponseWriter.ByteCount())
                    .start(null);

            assertThat(ending.result()).as("%d at once", most).isEqualTo(Ending.BROKEN);
            assertThat(released).as("%d at once", most).hasValue(1);
            assertThat(closed).as("%d at once", most).hasValue(1);
        }
    }

    @Test
    void whole_content_whose_write_throws_goes_back() {
        OriginBody body = proxy(OriginBody.class, method -> switch (method) {
            case "whole" -> Optional.of(new OriginBody.Whole(Buffer.buffer("ok"), released::incrementAndGet));
            default -> null;
        });
        ResponseHead head = new ResponseHead(200, Headers.empty());
        WholeTransfer transfer = WholeTransfer.of(new ClientAnswer(head, new Content.Streamed(body), true));

        assertThat(transfer).isNotNull();
        assertThatThrownBy(() -> transfer.start(refusingWrites().response(), new ResponseWriter.ByteCount()))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(released).hasValue(1);
    }
}
