package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The pooled connections to an origin, one pool per event loop, so that an exchange and its connection share a thread.
 *
 * <p>A pool shared by all loops would hand a request a connection of another loop, and every buffer would hop between threads.
 */
final class Pools {

    /** An expired connection is used until the cleaner finds it: well within the margin of {@link KeepAliveMargin}. */
    private static final int CLEANER_PERIOD_MILLIS = 500;

    /** As much as is read at once: in shorter parts each would be a write of its own to the client. */
    private static final int MOST_CONTENT_AT_ONCE = 64 * 1024;

    private final Vertx vertx;
    private final OriginSettings settings;
    private final int eventLoops;
    private final Map<Thread, Pool> byThread = new ConcurrentHashMap<>();
    private final Map<Thread, Deadlines> deadlines = new ConcurrentHashMap<>();

    /** The connections of one event loop. */
    static final class Pool {
        private final HttpClientAgent agent;
        /** Connections no request was sent on yet. */
        private final Set<HttpConnection> fresh =
                Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

        private Pool(Vertx vertx, HttpClientConfig config, PoolOptions pool, ClientSSLOptions tls) {
            this.agent = vertx.httpClientBuilder()
                    .with(config)
                    .with(pool)
                    .with(tls)
                    .withConnectHandler(this::opened)
                    .build();
        }

        private void opened(HttpConnection connection) {
            ConnectionHandlers.install(connection);
            fresh.add(connection);
        }

        HttpClientAgent agent() {
            return agent;
        }

        /** Whether the connection carried a request before; asked once, when this request takes it. */
        boolean used(HttpConnection connection) {
            return !fresh.remove(connection);
        }
    }

    Pools(Vertx vertx, OriginSettings settings, int eventLoops) {
        this.vertx = vertx;
        this.settings = settings;
        this.eventLoops = eventLoops;
    }

    /** The pool of the calling event loop. */
    Pool ofThisLoop() {
        return byThread.computeIfAbsent(Thread.currentThread(), loop -> open());
    }

    /** The time-outs of the calling event loop. */
    Deadlines deadlines() {
        return deadlines.computeIfAbsent(Thread.currentThread(), loop -> new Deadlines(vertx));
    }

    private Pool open() {
        OriginLimits limits = settings.limits();
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(share(limits.connections()))
                .setMaxWaitQueueSize(share(limits.queue()))
                .setCleanerPeriod(CLEANER_PERIOD_MILLIS);
        return new Pool(vertx, config(), pool, tls());
    }

    private int share(int total) {
        return (total + eventLoops - 1) / eventLoops;
    }

    private HttpClientConfig config() {
        OriginTimeouts timeouts = settings.timeouts();
        OriginLimits limits = settings.limits();
        Http1ClientConfig http1 = new Http1ClientConfig()
                .setKeepAliveTimeout(atLeastOneSecond(timeouts.idle()))
                .setMaxInitialLineLength(limits.headerBytes())
                .setMaxHeaderSize(limits.headerBytes())
                .setMaxChunkSize(MOST_CONTENT_AT_ONCE);
        return new HttpClientConfig()
                .setVersions(HttpVersion.HTTP_1_1)
                .setHttp1Config(http1)
                .setConnectTimeout(timeouts.connect())
                .setVerifyHost(true)
                .setDecompressionEnabled(false);
    }

    /** Vert.x counts a pooled connection's age in seconds, and takes 0 for never. */
    private static Duration atLeastOneSecond(Duration idle) {
        return idle.toSeconds() < 1 ? Duration.ofSeconds(1) : idle;
    }

    private ClientSSLOptions tls() {
        ClientSSLOptions options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setSslHandshakeTimeout(settings.timeouts().connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        return switch (settings.trust()) {
            case OriginTrust.JvmDefault() -> options;
            case OriginTrust.Authorities(String pem) -> {
                options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem)));
                yield options;
            }
        };
    }

    /** Lets running exchanges finish within the grace, then closes all connections. */
    Future<Void> close(Duration grace) {
        return Future.join(byThread.values().stream()
                        .map(pool -> pool.agent.shutdown(grace))
                        .toList())
                .mapEmpty();
    }
}
