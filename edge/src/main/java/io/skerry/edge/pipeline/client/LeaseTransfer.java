package io.skerry.edge.pipeline.client;

import io.skerry.cache.store.BodyRead;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.server.NettyBytes;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a part of a stored or arriving body to one client, as fast as that client takes it.
 *
 * <p>Confined to the client's event loop. The lease is closed when the last write has left this process, since until then the
 * socket may still read its memory.
 */
final class LeaseTransfer {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseTransfer.class);

    /** What is read at once. */
    static final int READ_BYTES = 256 * 1024;
    /** What is read at once where it goes out from a file: it takes no memory while it waits. */
    private static final int FILE_BYTES = 2 * 1024 * 1024;

    private final HttpServerRequest http;
    private final HttpServerResponse response;
    private final Content.Leased content;
    private final Context context;
    private final ResponseWriter.ByteCount sent;
    private final Promise<Ending> ending = Promise.promise();
    private final int mostRead;
    private long offset;
    private int writesUnderWay;
    private boolean waiting;
    private boolean closed;
    private @Nullable Ending ended;

    LeaseTransfer(HttpServerRequest http, Content.Leased content, Context context, ResponseWriter.ByteCount sent) {
        this.http = http;
        this.response = http.response();
        this.content = content;
        this.context = context;
        this.sent = sent;
        this.offset = content.from();
        boolean large = content.to() - content.from() > READ_BYTES;
        this.mostRead = large && NettyBytes.takesFiles(http) ? FILE_BYTES : READ_BYTES;
    }

    /** Begins, with what was read already of its first bytes; null for nothing. */
    Future<Ending> start(@Nullable BodyRead first) {
        if (content.to() == Long.MAX_VALUE) {
            response.setChunked(true);
        }
        step(() -> {
            if (first != null) {
                accept(first);
            }
            pump();
        });
        if (ended == null) {
            // What goes out at once tells by its own completion how it went.
            response.exceptionHandler(_ -> left());
            response.closeHandler(_ -> left());
        }
        return ending.future();
    }

    /** Gives back what was read and will not be sent. */
    static void drop(@Nullable BodyRead read) {
        switch (read) {
            case null -> {}
            case BodyRead.Bytes bytes -> bytes.release().run();
            case BodyRead.Later later -> later.ready().thenAccept(LeaseTransfer::drop);
            case BodyRead.End _, BodyRead.Failed _ -> {}
        }
    }

    /** A step that throws is the last: nobody else would give back what is read. */
    private void step(Runnable step) {
        try {
            step.run();
        } catch (Throwable defect) {
            LOG.error("an answer is broken off for a reason that should not exist", defect);
            waiting = false;
            breakOff();
        }
    }

    private void pump() {
        while (ended == null && !waiting) {
            if (offset >= content.to()) {
                finish();
                return;
            }
            if (response.writeQueueFull()) {
                response.drainHandler(_ -> step(this::pump));
                return;
            }
            accept(content.lease().read(offset, (int) Math.min(mostRead, content.to() - offset)));
        }
    }

    private void accept(BodyRead read) {
        switch (read) {
            case BodyRead.Bytes bytes -> send(bytes);
            case BodyRead.Later later -> await(later);
            case BodyRead.End _ -> endOfBody();
            case BodyRead.Failed _ -> breakOff();
        }
    }

    private void send(BodyRead.Bytes bytes) {
        int length = bytes.buffer().remaining();
        offset += length;
        sent.add(length);
        writesUnderWay++;
        write(bytes).onComplete(result -> {
            bytes.release().run();
            wrote(result);
        });
    }

    /** Writes what was read, which goes back at once where that throws: nothing else tells then that it is not under way. */
    private Future<Void> write(BodyRead.Bytes bytes) {
        try {
            Buffer buffer = NettyBytes.wrap(http, bytes);
            if (offset == content.to()) {
                ended = Ending.COMPLETE;
                return response.end(buffer);
            }
            return response.write(buffer);
        } catch (Throwable refused) {
            writesUnderWay--;
            bytes.release().run();
            throw refused;
        }
    }

    private void await(BodyRead.Later later) {
        waiting = true;
        later.ready().thenAccept(read -> context.runOnContext(_ -> step(() -> arrived(read))));
    }

    private void arrived(BodyRead read) {
        waiting = false;
        if (ended != null) {
            if (read instanceof BodyRead.Bytes bytes) {
                bytes.release().run();
            }
            closeWhenIdle();
            return;
        }
        accept(read);
        pump();
    }

    private void endOfBody() {
        // A body shorter than the length the client was told must not end cleanly.
        if (content.to() == Long.MAX_VALUE) {
            finish();
        } else {
            breakOff();
        }
    }

    private void finish() {
        ended = Ending.COMPLETE;
        writesUnderWay++;
        response.end().onComplete(this::wrote);
    }

    private void wrote(AsyncResult<Void> result) {
        if (result.failed() && ended != Ending.BROKEN) {
            ended = Ending.CLIENT_ABORT;
        }
        writesUnderWay--;
        closeWhenIdle();
    }

    private void breakOff() {
        ended = Ending.BROKEN;
        ResponseWriter.breakOff(http);
        closeWhenIdle();
    }

    /** Once the end is handed over its write tells how it went: a stream of HTTP/2 that has gone out whole closes before that is said. */
    private void left() {
        if (ended == null) {
            ended = Ending.CLIENT_ABORT;
            closeWhenIdle();
        }
    }

    private void closeWhenIdle() {
        if (ended != null && writesUnderWay == 0 && !waiting && !closed) {
            closed = true;
            content.close();
            ending.complete(ended);
        }
    }
}
