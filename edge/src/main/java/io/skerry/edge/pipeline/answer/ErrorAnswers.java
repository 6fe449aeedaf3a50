package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.Headers;
import io.skerry.cache.status.CacheStatus;
import io.skerry.edge.server.ArrivingContent;
import io.skerry.origin.OriginFailure;
import io.skerry.origin.RequestBody;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/**
 * The answers of the edge to what went wrong: short, plain, without versions, stack traces or names of other sites, and never
 * to be stored.
 */
public final class ErrorAnswers {

    /** The name under which this proxy speaks of itself in {@code Proxy-Status} (RFC 9209 2). */
    private static final String PROXY_NAME = "Skerry";

    private ErrorAnswers() {}

    /** The end of the line for a request that the edge refuses or cannot answer. */
    public static Future<Answer> refuse(Exchange exchange, Refusal refusal) {
        exchange.refused(refusal);
        return Future.succeededFuture(of(refusal, exchange.client().requestId()));
    }

    /** The edge refuses or cannot answer. */
    public static Answer of(Refusal refusal, String requestId) {
        Headers.Builder headers = headers();
        if (refusal.status() == 503) {
            headers.add("Retry-After", "1");
        }
        return Answer.made(
                refusal.status(),
                headers.build(),
                body(refusal.text(), requestId),
                CacheStatus.Made.because(refusal.token()).value());
    }

    /** The origin gave no answer to a request with content; where the content itself was refused, the answer says so. */
    public static Answer of(
            OriginFailure failure, RequestBody body, String requestId, CacheStatus.Forwarded forwarded) {
        // Content that breaks its framing takes the exchange with it before its own failure is
        // told: either kind may be first.
        boolean givenUp = failure.kind() == OriginFailure.Kind.REQUEST_BODY_FAILED
                || failure.kind() == OriginFailure.Kind.CANCELLED;
        if (givenUp
                && body instanceof RequestBody.Streamed streamed
                && streamed.stream() instanceof ArrivingContent content
                && content.refusal().isPresent()) {
            int status = content.refusal().getAsInt();
            return Answer.made(
                    status,
                    headers().build(),
                    body(contentFault(status), requestId),
                    forwarded.withDetail(token(failure)).value());
        }
        return of(failure, requestId, forwarded);
    }

    private static String contentFault(int status) {
        return switch (status) {
            case 413 -> "The content of this request is too large.";
            case 408 -> "The content came too slowly.";
            default -> "The content of this request is malformed.";
        };
    }

    /** The origin gave no answer (RFC 9209: which step failed, without saying where). */
    public static Answer of(OriginFailure failure, String requestId, CacheStatus.Forwarded forwarded) {
        OriginFailure.Kind kind = failure.kind();
        Headers.Builder headers = headers().add("Proxy-Status", PROXY_NAME + "; error=" + kind.proxyStatus());
        if (kind.status() == 503) {
            headers.add("Retry-After", "1");
        }
        String text =
                kind.status() == 504 ? "The site did not answer in time." : "The site cannot be reached at the moment.";
        return Answer.made(
                kind.status(),
                headers.build(),
                body(text, requestId),
                forwarded.withDetail(token(failure)).value());
    }

    /** A failure's name in {@code Cache-Status} details, logs and metrics. */
    public static String token(OriginFailure failure) {
        return failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Headers.Builder headers() {
        return Headers.builder()
                .add("Content-Type", "text/plain; charset=utf-8")
                .add("Cache-Control", "no-store");
    }

    private static Buffer body(String text, String requestId) {
        return Buffer.buffer(text + "\nRequest " + requestId + "\n");
    }
}
