package io.skerry.benchmarks.endurance;

import io.skerry.benchmarks.endurance.Answer.Kind;
import io.skerry.benchmarks.endurance.Answer.Source;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks an edge for {@link Content} and looks at every byte of what comes back. */
final class CheckingClient implements AutoCloseable {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
    private static final int CONNECTIONS = 256;
    private static final int CONNECT_MILLIS = 5_000;
    private static final long IDLE_SECONDS = 30;
    private static final int WINDOW = 4 << 20;

    private final HttpClient client;
    private final int port;
    private final Scheme scheme;

    /** How it speaks. */
    enum Scheme {
        HTTP_1,
        /** HTTP/2 over TLS, whatever the certificate. */
        HTTP_2
    }

    CheckingClient(Vertx vertx, int port, Scheme scheme) {
        this.port = port;
        this.scheme = scheme;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setReadIdleTimeout((int) IDLE_SECONDS);
        if (scheme == Scheme.HTTP_2) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setTrustAll(true)
                    .setVerifyHost(false)
                    .setProtocolVersion(io.vertx.core.http.HttpVersion.HTTP_2)
                    .setHttp2ConnectionWindowSize(WINDOW);
        }
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setHttp2MaxSize(8));
    }

    /** Asks for a response; the answer never fails. */
    Future<Answer> get(String path) {
        return ask(path, null, Long.MAX_VALUE);
    }

    /** Asks for a part of a response, both ends included. */
    Future<Answer> get(String path, long first, long last) {
        return ask(path, "bytes=" + first + "-" + last, Long.MAX_VALUE);
    }

    /** Asks for a response and leaves after about so many bytes of it. */
    Future<Answer> leave(String path, long afterBytes) {
        return ask(path, null, afterBytes);
    }

    private Future<Answer> ask(String path, @Nullable String range, long leaveAfter) {
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(path)
                .setMethod(HttpMethod.GET)
                .setSsl(scheme == Scheme.HTTP_2);
        if (range != null) {
            options.putHeader("Range", range);
        }
        Answer none = new Answer(path, Kind.BROKEN, 0, 0, Source.ORIGIN, "");
        return client.request(options)
                .compose(request -> request.send()
                        .compose(response -> new Receiving(path, range, leaveAfter, request, response).answer()))
                .recover(_ -> Future.succeededFuture(none));
    }

    @Override
    public void close() {
        client.close().await();
    }

    /** One answer coming in. On one event loop. */
    private static final class Receiving {
        private final String path;
        private final boolean partial;
        private final long leaveAfter;
        private final HttpClientRequest request;
        private final HttpClientResponse response;
        private final Promise<Answer> answer = Promise.promise();
        private Content content = new Content("/", 0);
        private long at;
        private long end;
        private boolean wrong;

        Receiving(
                String path,
                @Nullable String range,
                long leaveAfter,
                HttpClientRequest request,
                HttpClientResponse response) {
            this.path = path;
            this.partial = range != null;
            this.leaveAfter = leaveAfter;
            this.request = request;
            this.response = response;
        }

        Future<Answer> answer() {
            content = new Content(path, version());
            end = content.lengthBytes();
            if (response.statusCode() == 206) {
                Matcher range =
                        CONTENT_RANGE.matcher(Objects.requireNonNullElse(response.getHeader("Content-Range"), ""));
                wrong = !partial || !range.matches() || Long.parseLong(range.group(3)) != content.lengthBytes();
                at = range.matches() ? Long.parseLong(range.group(1)) : 0;
                end = range.matches() ? Long.parseLong(range.group(2)) + 1 : 0;
            }
            long begin = at;
            response.exceptionHandler(_ -> end(Kind.BROKEN));
            response.endHandler(_ -> end(isRight() ? Kind.COMPLETE : Kind.CORRUPT));
            response.handler(bytes -> {
                if (isGood()) {
                    wrong |= at + bytes.length() > end || !content.matches(at, bytes);
                    at += bytes.length();
                    if (at - begin >= leaveAfter) {
                        var _ = request.reset();
                    }
                }
            });
            return answer.future();
        }

        private int version() {
            String told = response.getHeader("X-Version");
            return told == null || !told.matches("\\d{1,9}") ? 0 : Integer.parseInt(told);
        }

        private boolean isGood() {
            return response.statusCode() == 200 || response.statusCode() == 206;
        }

        private boolean isRight() {
            return !isGood() || (!wrong && at == end);
        }

        private void end(Kind seen) {
            Kind kind = wrong ? Kind.CORRUPT : seen == Kind.COMPLETE && !isGood() ? Kind.REFUSED : seen;
            String status = Objects.requireNonNullElse(response.getHeader("Cache-Status"), "");
            Source source = status.contains("; hit") ? Source.CACHE : Source.ORIGIN;
            answer.tryComplete(new Answer(path, kind, response.statusCode(), content.version(), source, status));
        }
    }
}
