package io.skerry.edge.pipeline.client;

import io.skerry.cache.message.Headers;
import io.skerry.cache.store.BodyRead;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.pipeline.answer.ClientAnswer;
import io.skerry.edge.pipeline.body.BodyEnds;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.server.NettyAccess;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Step 13: writes head and content to the client, at the client's pace, and gives the content back.
 *
 * <p>A content that breaks off resets the client's stream (h2) or closes its connection (h1; with a RST where its end would be that of
 * the content): a broken transfer never looks like a complete one.
 */
public final class ResponseWriter {

    /** RFC 9113 7, INTERNAL_ERROR. On h1 the connection is closed. */
    private static final long BROKEN = 0x2;

    private ResponseWriter() {}

    /**
     * Writes an answer.
     *
     * @param http whose response has not begun
     * @param answer its content is closed exactly once, whatever happens
     * @param context the event loop of the response
     * @param sent counts the bytes of content
     * @return how it ended, never failed; completes on the event loop
     */
    public static Future<Ending> write(HttpServerRequest http, ClientAnswer answer, Context context, ByteCount sent) {
        HttpServerResponse response = http.response();
        if (response.closed()) {
            answer.content().close();
            return Future.succeededFuture(Ending.CLIENT_ABORT);
        }
        if (answer.content() instanceof Content.Switched switched) {
            return switched(http, switched, sent);
        }
        BodyRead whole = wholeInOnePiece(answer);
        WholeTransfer arrived = WholeTransfer.of(answer);
        try {
            putStatus(response, answer.head().status());
            if (arrived == null || !arrived.putLines(http, answer)) {
                putHead(http, answer, whole);
            }
        } catch (Throwable refused) {
            LeaseTransfer.drop(whole);
            if (arrived != null) {
                arrived.drop();
            }
            answer.content().close();
            throw refused;
        }
        if (answer.endsWithConnection() && http.version() == HttpVersion.HTTP_1_0) {
            // RFC 9112 6.3: without a length and without chunks, the end of the connection is the end of the content.
            NettyAccess.closeAfterResponse(http.connection());
        }
        if (!answer.sendsContent()) {
            leaveUnsent(answer.content());
            return ending(response.end());
        }
        return switch (answer.content()) {
            case Content.None _ -> ending(response.end());
            case Content.Bytes bytes -> {
                sent.add(bytes.buffer().length());
                yield ending(response.end(bytes.buffer()));
            }
            case Content.Leased leased -> new LeaseTransfer(http, leased, context, sent).start(whole);
            case Content.Streamed streamed ->
                arrived != null
                        ? arrived.start(response, sent)
                        : new StreamTransfer(http, streamed.body(), sent).start();
            case Content.Switched switched -> switched(http, switched, sent);
        };
    }

    private static void putStatus(HttpServerResponse response, int status) {
        response.setStatusCode(status);
        String reason = reason(status);
        if (reason != null) {
            response.setStatusMessage(reason);
        }
    }

    /** The phrase of a registered status of which Netty knows none, or another's; null for all others. */
    private static @Nullable String reason(int status) {
        return switch (status) {
            case 208 -> "Already Reported";
            case 226 -> "IM Used";
            case 425 -> "Too Early";
            case 451 -> "Unavailable For Legal Reasons";
            case 508 -> "Loop Detected";
            default -> null;
        };
    }

    /** What a first read of the content gives, where that may be all of it and its head is encoded already; else null. */
    private static @Nullable BodyRead wholeInOnePiece(ClientAnswer answer) {
        if (answer.encoded() != null && answer.content() instanceof Content.Leased leased) {
            long length = leased.to() - leased.from();
            try {
                return length > 0 && length <= LeaseTransfer.READ_BYTES
                        ? leased.lease().read(leased.from(), (int) length)
                        : null;
            } catch (Throwable defect) {
                leased.close();
                throw defect;
            }
        }
        return null;
    }

    private static void putHead(HttpServerRequest http, ClientAnswer answer, @Nullable BodyRead whole) {
        Headers fields = answer.head().headers();
        ClientAnswer.Encoded encoded = answer.encoded();
        boolean all = whole instanceof BodyRead.Bytes bytes
                && answer.content() instanceof Content.Leased leased
                && bytes.buffer().remaining() == leased.to() - leased.from();
        if (!all || encoded == null || !NettyAccess.prepared(http, encoded.lines(), fields, encoded.count())) {
            putAll(fields, http.response().headers());
        }
    }

    private static Future<Ending> switched(HttpServerRequest http, Content.Switched switched, ByteCount sent) {
        http.response().setStatusCode(101);
        putAll(switched.headers(), http.response().headers());
        return http.toNetSocket()
                .compose(client -> Tunnel.join(client.pause(), switched.socket(), sent))
                .map(ending -> NettyAccess.wasCut(http.connection()) ? Ending.CLIENT_ABORT : ending)
                .otherwise(_ -> gaveUp(switched));
    }

    private static Ending gaveUp(Content.Switched switched) {
        switched.close();
        return Ending.CLIENT_ABORT;
    }

    private static void leaveUnsent(Content content) {
        switch (content) {
            case Content.None _, Content.Bytes _, Content.Leased _, Content.Switched _ -> content.close();
            // The answer to a HEAD, a 204 or a 304 has no content to come: its connection stays good.
            case Content.Streamed streamed -> BodyEnds.leaveEmpty(streamed.body());
        }
    }

    private static void putAll(Headers headers, MultiMap target) {
        for (int i = 0; i < headers.size(); i++) {
            target.add(headers.name(i), headers.value(i));
        }
    }

    /** Breaks an answer off in its content. */
    static void breakOff(HttpServerRequest http) {
        if (http.version() == HttpVersion.HTTP_1_0 && !http.response().headers().contains("Content-Length")) {
            // RFC 9112 6.3: where the connection ends in good order, the content is complete.
            NettyAccess.abort(http.connection());
        } else {
            http.response().reset(BROKEN);
        }
    }

    private static Future<Ending> ending(Future<Void> end) {
        return end.transform(
                result -> Future.succeededFuture(result.succeeded() ? Ending.COMPLETE : Ending.CLIENT_ABORT));
    }

    /** Counts bytes; confined to one event loop. */
    public static final class ByteCount {
        private long bytes;

        void add(long more) {
            bytes += more;
        }

        /** How many there were. */
        public long bytes() {
            return bytes;
        }
    }
}
