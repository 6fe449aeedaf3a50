package io.skerry.edge.admin;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** An error as {@code application/problem+json} (RFC 9457). */
final class Problem {

    private Problem() {}

    static void send(HttpServerRequest request, int status, String detail) {
        JsonObject problem = new JsonObject()
                .put("title", title(status))
                .put("status", status)
                .put("detail", detail);
        Answer.json(request, status, "application/problem+json", problem);
    }

    /** For a request whose framing cannot be trusted: whatever follows on the connection is not read. */
    static void sendAndClose(HttpServerRequest request, int status) {
        request.response().putHeader("Connection", "close");
        send(request, status, "The request is not one that HTTP/1.1 allows here");
        request.connection().close();
    }

    static int statusOf(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return 414;
        }
        return cause instanceof TooLongHttpHeaderException ? 431 : 400;
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 414 -> "URI Too Long";
            case 431 -> "Request Header Fields Too Large";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
