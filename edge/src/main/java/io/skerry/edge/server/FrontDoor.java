package io.skerry.edge.server;

import io.skerry.edge.exchange.Protocol;
import io.skerry.edge.server.http2.ConnectionWatch;
import io.skerry.edge.server.socket.ListenerCounts;
import io.skerry.edge.server.socket.ListenerCounts.Cut;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.Http1ServerConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's share of a listener: lets requests in or refuses them. */
final class FrontDoor extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);

    /** RFC 9113 7: PROTOCOL_ERROR. */
    private static final long PROTOCOL_ERROR = 0x1;

    /** How long connections that were cut at the end of draining may take until they are gone. */
    private static final Duration CUTTING = Duration.ofSeconds(1);

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ListenerSettings settings;
    private final SocketAddress address;
    private final RequestHandler handler;
    private final InstantSource clock;
    private final ListenerCounts counts;
    private final BooleanSupplier leaving;
    private final Http1ServerConfig http1;
    /** Accepted and not closed yet; confined to the event loop. */
    private final Set<HttpConnection> open = new HashSet<>();

    private @Nullable HttpServer server;

    FrontDoor(
            ListenerSettings settings,
            SocketAddress address,
            RequestHandler handler,
            InstantSource clock,
            ListenerCounts counts,
            BooleanSupplier leaving) {
        this.settings = settings;
        this.address = address;
        this.handler = handler;
        this.clock = clock;
        this.counts = counts;
        this.leaving = leaving;
        this.http1 = ServerConfigs.http1(settings.limits());
    }

    @Override
    public Future<?> start() {
        HttpServer opening = ServerConfigs.server(vertx, settings, http1);
        server = opening;
        return opening.connectionHandler(this::accepted)
                .invalidRequestHandler(this::unreadable)
                .requestHandler(this::arrived)
                .exceptionHandler(this::failed)
                .listen(address);
    }

    /** The port listened on, 0 before that. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    /** No new connections; those open have the grace, then are cut: also those whose clients take nothing, for which TLS would wait. */
    Future<Void> drain(Duration grace) {
        if (server == null) {
            return Future.succeededFuture();
        }
        context.runOnContext(_ -> vertx.setTimer(
                Math.max(1, grace.toMillis()), _ -> List.copyOf(open).forEach(NettyAccess::cut)));
        return server.shutdown(grace.plus(CUTTING));
    }

    private void accepted(HttpConnection connection) {
        open.add(connection);
        NettyAccess.watchAccepting(connection);
        NettyAccess.whenClosed(connection, () -> {
            open.remove(connection);
            counts.closed();
        });
        if (counts.opened() > settings.limits().connections()) {
            counts.cut(Cut.TOO_MANY);
            connection.close();
            return;
        }
        NettyAccess.guard(connection, settings, http1, leaving, counts, unread(connection));
    }

    /** Requests of HTTP/2 that Netty has answered or reset, and nobody has read. */
    private ConnectionWatch.Unread unread(HttpConnection connection) {
        return new ConnectionWatch.Unread() {
            @Override
            public void tooLarge() {
                handler.refused(UnroutedExchange.tooLarge(unknown(), clock.instant()));
            }

            @Override
            public void malformed() {
                connectionFailed(400);
            }

            @Override
            public void connectionFailed(int status) {
                handler.refused(UnroutedExchange.unanswered(unknown(), clock.instant(), status));
            }

            private ClientIdentity unknown() {
                return identity(connection, Protocol.HTTP_2, "https", "-", MultiMap.caseInsensitiveMultiMap());
            }
        };
    }

    /** Of a connection that was not opened, or that broke: its exchanges are told as well. */
    private void failed(Throwable failure) {
        if (NettyAccess.handshakeTimedOut(failure)) {
            counts.cut(Cut.SLOW_HEAD);
        }
    }

    private void unreadable(HttpServerRequest request) {
        if (!NettyAccess.closing(request.connection())) {
            refused(request, "-").refuse(NettyAccess.statusOf(request));
        }
    }

    private void arrived(HttpServerRequest request) {
        if (NettyAccess.closing(request.connection())) {
            return;
        }
        try {
            judge(request);
        } catch (Throwable defect) {
            LOG.error("a request failed at the door for a reason that should not exist", defect);
            refused(request, asked(request)).refuse(500);
        }
    }

    private void judge(HttpServerRequest request) {
        String scheme = request.isSSL() ? "https" : "http";
        RequestGate.Verdict verdict = RequestGate.judge(head(request), scheme, settings.limits());
        switch (verdict) {
            case RequestGate.Admitted(String authority) -> admit(request, scheme, authority);
            case RequestGate.Refused(int status, String reason) ->
                refused(request, asked(request)).refuse(status);
            case RequestGate.Malformed(String reason) ->
                refused(request, asked(request)).reset(PROTOCOL_ERROR);
        }
    }

    private static RequestGate.Head head(HttpServerRequest request) {
        // Of HTTP/2 without :authority Vert.x has taken the Host out of the fields (RFC 9113 8.3.1: it counts then).
        HostAndPort pseudo = request.authority(request.version() != HttpVersion.HTTP_2);
        return new RequestGate.Head(
                request.method().name(),
                UnroutedExchange.target(request),
                Protocol.of(request.version()),
                pseudo == null ? null : pseudo.toString(),
                request.headers());
    }

    private void admit(HttpServerRequest request, String scheme, String authority) {
        String expectation = request.getHeader("Expect");
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            refused(request, authority).refuse(417);
            return;
        }
        if (emptyByItsWord(request)) {
            whenEmpty(request, authority, () -> handle(request, scheme, authority));
        } else {
            handle(request, scheme, authority);
        }
    }

    private void handle(HttpServerRequest request, String scheme, String authority) {
        Arrival arrival = new Arrival(
                clock.instant(),
                identity(request, scheme, authority),
                authority,
                scheme,
                request.isSSL() ? request.connection().indicatedServerName() : null,
                content(request, presence(request)));
        handler.handle(request, arrival);
    }

    /** Whether a head of HTTP/2 says that there is no content, and something may follow. */
    private static boolean emptyByItsWord(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_2
                && "0".equals(request.getHeader("Content-Length"))
                && !NettyAccess.endedWithHead(request);
    }

    /** RFC 9113 8.1.1: with content behind it it is no request, which shows at the end of its stream. Netty resets it then. */
    private void whenEmpty(HttpServerRequest request, String authority, Runnable then) {
        ArrivingContent nothing = content(request, ArrivingContent.Presence.POSSIBLE);
        nothing.endHandler(_ -> then.run());
        nothing.exceptionHandler(_ -> {
            UnroutedExchange refused = refused(request, authority);
            nothing.refusal().ifPresentOrElse(refused::refuse, () -> refused.reset(PROTOCOL_ERROR));
        });
        nothing.resume();
    }

    /** A request that stays out; {@code asked} is the host it asks of, as far as it can be told. */
    private UnroutedExchange refused(HttpServerRequest request, String asked) {
        ClientIdentity client = identity(request, request.isSSL() ? "https" : "http", asked);
        return new UnroutedExchange(request, client, clock.instant(), handler::refused);
    }

    private static String asked(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        return asked == null ? "-" : asked.toString();
    }

    private ArrivingContent content(HttpServerRequest request, ArrivingContent.Presence presence) {
        ArrivingContent content = new ArrivingContent(
                vertx,
                request,
                presence,
                new ArrivingContent.Bounds(
                        settings.limits().bodyBytes(), settings.timeouts().body(), counts));
        if (presence == ArrivingContent.Presence.POSSIBLE) {
            request.pause();
            NettyAccess.onUnread(request.connection(), content::discard);
        }
        return content;
    }

    /** HTTP/2 needs no framing field: content may follow any head that did not end its stream. */
    private static ArrivingContent.Presence presence(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        boolean framed = request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
        boolean unframed =
                request.version() == HttpVersion.HTTP_2 && length == null && !NettyAccess.endedWithHead(request);
        return framed || unframed ? ArrivingContent.Presence.POSSIBLE : ArrivingContent.Presence.ABSENT;
    }

    private ClientIdentity identity(HttpServerRequest request, String scheme, String authority) {
        return identity(request.connection(), Protocol.of(request.version()), scheme, authority, request.headers());
    }

    private ClientIdentity identity(
            HttpConnection connection, Protocol protocol, String scheme, String authority, MultiMap fields) {
        Identification.Seen seen =
                new Identification.Seen(NettyAccess.peer(connection), scheme, authority, protocol.via());
        return Identification.of(seen, fields, settings.trustedProxies(), FrontDoor::newId);
    }

    /** 128 random bits in hexadecimal; ASCII, so that the deprecated constructor does what is wanted and nothing more. */
    @SuppressWarnings("deprecation")
    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] digits = new byte[32];
        for (int half = 0; half < 32; half += 16) {
            long bits = random.nextLong();
            for (int i = 0; i < 16; i++) {
                digits[half + i] = HEX[(int) (bits >>> (4 * i)) & 15];
            }
        }
        return new String(digits, 0);
    }
}
