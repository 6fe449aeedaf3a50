package io.skerry.edge.server;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import io.skerry.edge.exchange.Protocol;
import io.skerry.origin.ClientIdentity;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A request that no route answers: refused at the door, or answered beside the line. Recorded exactly once, also when its client leaves.
 * Confined to the event loop of its connection.
 */
public final class UnroutedExchange {

    /** Protocol, method and target of what was no request line. */
    private static final String UNREAD = "-";

    private final HttpServerRequest request;
    private final ClientIdentity client;
    private final Instant arrival;
    private final Consumer<ExchangeRecord> ended;
    private final long startNanos = System.nanoTime();
    private boolean recorded;

    /**
     * An exchange to be answered.
     *
     * @param arrival when its head was complete
     * @param ended takes its record
     */
    public UnroutedExchange(
            HttpServerRequest request, ClientIdentity client, Instant arrival, Consumer<ExchangeRecord> ended) {
        this.request = request;
        this.client = client;
        this.arrival = arrival;
        this.ended = ended;
    }

    /** Refuses it with a status and nothing else; the connection of HTTP/1 ends with that. */
    public void refuse(int status) {
        refuse(status, token(status));
    }

    /** The same for a reason of its own, in {@code Cache-Status} and the record. */
    public void refuse(int status, String reason) {
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        BareAnswer.write(request, status, reason)
                .onComplete(sent -> record(reason, sent.succeeded() ? Ending.COMPLETE : Ending.CLIENT_ABORT));
    }

    /** Resets the stream of a request that is none (RFC 9113 8.1.1). */
    void reset(long code) {
        request.response().reset(code);
        record(token(400), Ending.BROKEN);
    }

    /** Somebody else answers it; called before that, for whoever does sets no handlers for the end of the response. */
    public void watch(String reason) {
        HttpServerResponse response = request.response();
        response.endHandler(end -> record(reason, Ending.COMPLETE));
        response.closeHandler(close -> record(reason, response.ended() ? Ending.COMPLETE : Ending.CLIENT_ABORT));
    }

    private void record(String reason, Ending ending) {
        if (recorded) {
            return;
        }
        recorded = true;
        HttpServerResponse response = request.response();
        boolean read = !NettyAccess.unread(request);
        String host = request.getHeader("Host");
        ended.accept(new ExchangeRecord(
                client.requestId(),
                arrival,
                Duration.ofNanos(System.nanoTime() - startNanos),
                client.client(),
                read ? Protocol.of(request.version()).token() : UNREAD,
                read ? request.method().name() : UNREAD,
                host == null ? client.authority() : host,
                read ? target(request) : UNREAD,
                Optional.ofNullable(request.getHeader("User-Agent")),
                Optional.empty(),
                Optional.empty(),
                response.headWritten() ? response.getStatusCode() : 0,
                response.bytesWritten(),
                request.bytesRead(),
                CacheOutcome.EDGE,
                reason,
                Optional.empty(),
                ending));
    }

    /** The record of one of HTTP/2 whose head was too large to be read. */
    static ExchangeRecord tooLarge(ClientIdentity client, Instant arrival) {
        return unread(client, arrival, 431, token(431), Ending.COMPLETE);
    }

    /**
     * The record of one of HTTP/2 that nobody has read: its stream was reset, or its connection ended.
     *
     * @param status that would have said why
     */
    static ExchangeRecord unanswered(ClientIdentity client, Instant arrival, int status) {
        return unread(client, arrival, 0, token(status), Ending.BROKEN);
    }

    private static ExchangeRecord unread(
            ClientIdentity client, Instant arrival, int status, String reason, Ending ending) {
        return new ExchangeRecord(
                client.requestId(),
                arrival,
                Duration.ZERO,
                client.client(),
                Protocol.HTTP_2.token(),
                UNREAD,
                client.authority(),
                UNREAD,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                status,
                0,
                0,
                CacheOutcome.EDGE,
                reason,
                Optional.empty(),
                ending);
    }

    /** What a request asks for. CONNECT has no path in HTTP/2 (RFC 9113 8.5): its target is the authority. */
    static String target(HttpServerRequest request) {
        String path = request.uri();
        return path == null ? String.valueOf(request.authority()) : path;
    }

    /** What is said of a request that was not let in. */
    private static String token(int status) {
        return switch (status) {
            case 405, 501 -> "method-not-served";
            case 413 -> "content-too-large";
            case 414 -> "uri-too-long";
            case 417 -> "expectation-not-met";
            case 421 -> "misdirected";
            case 431 -> "fields-too-large";
            case 500 -> "internal-error";
            default -> "malformed-request";
        };
    }
}
