package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.limit.Grant;
import io.skerry.purgeapi.token.AdminToken;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** One request to the API and what is known of it so far; answered once, and audited then. On its event loop alone. */
final class ApiCall {

    private static final long MOST_LINGER_MILLIS = 2_000;

    private final PurgeEvents events;
    private final HttpServerRequest request;
    private final PurgeEndpoint endpoint;
    private @Nullable AdminToken token;
    private @Nullable Grant grant;
    private @Nullable PurgeCommand command;
    private @Nullable String purgeId;
    private boolean answered;

    ApiCall(PurgeEvents events, HttpServerRequest request, PurgeEndpoint endpoint) {
        this.events = events;
        this.request = request;
        this.endpoint = endpoint;
    }

    HttpServerRequest request() {
        return request;
    }

    PurgeEndpoint endpoint() {
        return endpoint;
    }

    void of(@Nullable AdminToken caller, @Nullable Grant granted) {
        token = caller;
        grant = granted;
    }

    AdminToken caller() {
        if (token == null) {
            throw new IllegalStateException("only a known caller gets so far");
        }
        return token;
    }

    void asks(PurgeCommand asked) {
        command = asked;
    }

    void purged(String id) {
        purgeId = id;
    }

    /** Answers, unless it has been done. */
    void answer(PurgeResponse answer) {
        if (answered) {
            return;
        }
        answered = true;
        events.answered(answer.status());
        AuditLog.write(this, answer);
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        putLimits(response);
        answer.fields().forEach(response::putHeader);
        send(response, answer);
    }

    // draft-ietf-httpapi-ratelimit-headers-10: a quota of q calls, of which r are left, full again after t seconds.
    private void putLimits(HttpServerResponse response) {
        if (grant == null) {
            return;
        }
        long window = grant.allowance().windowSeconds();
        response.putHeader(
                "RateLimit-Policy", "\"calls\";q=" + grant.allowance().burst() + ";w=" + window);
        response.putHeader("RateLimit", "\"calls\";r=" + grant.left() + ";t=" + window);
        if (!grant.granted()) {
            response.putHeader("Retry-After", Long.toString(grant.retryAfterSeconds()));
        }
    }

    private void send(HttpServerResponse response, PurgeResponse answer) {
        boolean connectionGoesOn = request.isEnded() || !hasContent() || request.version() == HttpVersion.HTTP_2;
        if (!connectionGoesOn) {
            // What is left of the content would be taken for the next request.
            response.putHeader("Connection", "close");
        }
        var bytes = answer.content();
        response.putHeader("Content-Length", Integer.toString(bytes.length()));
        var sending = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(bytes);
        if (!connectionGoesOn) {
            sending.onComplete(sent -> closeWhenRead());
        }
    }

    /**
     * RFC 9112 9.6: a connection closed while the client is still sending is reset, and the answer is lost with it; so what comes is
     * read and dropped for a while.
     */
    private void closeWhenRead() {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        Vertx vertx = Vertx.currentContext().owner();
        long timer =
                vertx.setTimer(MOST_LINGER_MILLIS, late -> request.connection().close());
        Runnable close = () -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        };
        request.handler(dropped -> {});
        request.exceptionHandler(gone -> close.run());
        request.endHandler(ended -> close.run());
        request.resume();
    }

    private boolean hasContent() {
        String length = request.getHeader("Content-Length");
        return request.headers().contains("Transfer-Encoding") || (length != null && !length.equals("0"));
    }

    String remote() {
        return String.valueOf(request.remoteAddress());
    }

    @Nullable
    String tokenName() {
        return token == null ? null : token.name();
    }

    @Nullable
    PurgeCommand command() {
        return command;
    }

    @Nullable
    String purgeId() {
        return purgeId;
    }
}
