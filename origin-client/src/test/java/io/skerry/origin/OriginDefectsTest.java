package io.skerry.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.cache.message.Method;
import io.skerry.origin.OriginFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.net.ClientSSLOptions;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What throws in this client ends its exchange at once, and nothing is counted as in use after that. */
class OriginDefectsTest {

    /** Twice as much cannot be told in nanoseconds. */
    private static final Duration CENTURIES = Duration.ofDays(200 * 365);

    /** Too short for a timer of Vert.x. */
    private static final Duration NO_TIMER = Duration.ofNanos(1);

    private final Asker asker = new Asker();

    @AfterEach
    void close() {
        asker.close();
    }

    @Test
    void content_that_cannot_be_sent_ends_the_exchange() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.awaitClose();
        })) {
            OriginClient client = asker.client(origin.target());
            RequestBody content =
                    new RequestBody.Streamed(new OneChunk(Future.succeededFuture(unsendable())), OptionalLong.of(5));

            Asker.Told told = asker.ask(client, Asker.request(Method.POST, "/").withBody(content));

            assertThat(told.kind()).isEqualTo(Kind.DEFECT);
            assertThat(client.inFlight()).isZero();
        }
    }

    /** Five bytes of which nobody gets any. */
    private static Buffer unsendable() {
        return (Buffer)
                Proxy.newProxyInstance(Buffer.class.getClassLoader(), new Class<?>[] {Buffer.class}, (_, method, _) -> {
                    if (method.getName().equals("length")) {
                        return 5;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Test
    void where_dialling_throws_who_wants_the_connection_is_refused_and_its_place_is_free() {
        OriginTarget target = new OriginTarget(OriginTarget.Scheme.HTTP, "no-such-host.invalid", 80, 1, null);
        OriginSettings settings = OriginSettings.of("shop", List.of(target));
        Kind third = asker.on(() -> {
            ContextInternal context = LoopPool.ownContext(asker.vertx());
            NetClientInternal net = (NetClientInternal) asker.vertx().createNetClient();
            Dialer dialer = new Dialer(target, context, net, new ClientSSLOptions(), NO_TIMER);
            TargetPool pool = new TargetPool(new LoopPool(asker.vertx(), settings, 1), dialer, target, 1, 0);
            return refused(pool, context).compose(_ -> refused(pool, context)).compose(_ -> refused(pool, context));
        });

        assertThat(third).isEqualTo(Kind.CONNECT_FAILED);
    }

    private static Future<Kind> refused(TargetPool pool, Context context) {
        Promise<Kind> told = Promise.promise();
        pool.open(new TargetPool.Taker() {
            @Override
            public Context context() {
                return context;
            }

            @Override
            public void taken(OriginConnection connection) {
                told.fail("there is no such host");
            }

            @Override
            public void refused(OriginFailure failure) {
                told.complete(failure.kind());
            }
        });
        return told.future();
    }

    @Test
    void who_cannot_wait_for_a_connection_is_told_and_the_target_not_in_use() throws IOException {
        try (RawOrigin origin = RawOrigin.playing(peer -> {
            peer.readHead();
            peer.awaitClose();
        })) {
            OriginClient client = asker.client(OriginSettings.of("shop", List.of(origin.target()))
                    .withTimeouts(new OriginTimeouts(CENTURIES, CENTURIES, Duration.ofSeconds(5), null))
                    .withLimits(new OriginLimits(1, 9, 65_536, 100)));

            Kind second = asker.on(() -> {
                OriginExchange first = client.send(Asker.get("/"));
                return client.send(Asker.get("/"))
                        .answer()
                        .compose(Asker::collect)
                        .map(told -> {
                            first.cancel();
                            return told.kind();
                        });
            });

            assertThat(second).isEqualTo(Kind.DEFECT);
            await().untilAsserted(() -> assertThat(client.inFlight()).isZero());
        }
    }
}
