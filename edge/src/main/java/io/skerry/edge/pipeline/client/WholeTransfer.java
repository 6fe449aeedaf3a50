package io.skerry.edge.pipeline.client;

import io.skerry.cache.message.Headers;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.pipeline.answer.ClientAnswer;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.server.NettyAccess;
import io.skerry.edge.server.PreparedLines;
import io.skerry.origin.OriginBody;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An origin's content that had arrived in full when its head was read: it goes to the client in one write with its head, out of the
 * buffer it was received in. {@linkplain #start Written} or {@linkplain #drop dropped} exactly once. Confined to the event loop of both.
 */
final class WholeTransfer {

    private static final int OK = 200;
    private static final String CONTENT_LENGTH = "Content-Length";

    private final OriginBody.Whole content;

    private WholeTransfer(OriginBody.Whole content) {
        this.content = content;
    }

    /** Takes the content of an answer, if all of it is there; else null, and nothing was taken. */
    static @Nullable WholeTransfer of(ClientAnswer answer) {
        if (!answer.sendsContent() || !(answer.content() instanceof Content.Streamed streamed)) {
            return null;
        }
        return streamed.body().whole().map(WholeTransfer::new).orElse(null);
    }

    /**
     * Puts the fields at the head of the response as lines: each is encoded once, and not collected before.
     *
     * @param http whose response has its status and no field yet
     * @return whether it did; if not, nothing was done
     */
    boolean putLines(HttpServerRequest http, ClientAnswer answer) {
        if (answer.head().status() != OK || http.version() != HttpVersion.HTTP_1_1) {
            return false;
        }
        // Vert.x adds the length where it sees none, and it sees none among lines.
        Optional<PreparedLines> lines = PreparedLines.of(answer.head().headers().without(CONTENT_LENGTH));
        Headers length =
                Headers.of(CONTENT_LENGTH, Integer.toString(content.bytes().length()));
        return lines.isPresent() && NettyAccess.prepared(http, lines.get(), length, 0);
    }

    /** Writes it, and with it the head; its buffer is given back once it has gone to the socket. */
    Future<Ending> start(HttpServerResponse response, ResponseWriter.ByteCount sent) {
        sent.add(content.bytes().length());
        Future<Void> written;
        try {
            written = response.end(content.bytes());
        } catch (Throwable refused) {
            drop();
            throw refused;
        }
        return written.transform(result -> {
            drop();
            return Future.succeededFuture(result.succeeded() ? Ending.COMPLETE : Ending.CLIENT_ABORT);
        });
    }

    /** Gives its buffer back. */
    void drop() {
        content.release().run();
    }
}
