package io.skerry.edge.pipeline.client;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.storing.PurgeTags;
import io.skerry.edge.generation.HeaderEdits;
import io.skerry.edge.generation.Route;
import io.skerry.edge.pipeline.answer.ResponseAssembler;
import io.skerry.edge.server.NettyAccess;
import io.skerry.origin.Interim;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Hands interim responses of the origin on to the client whose request it answers (RFC 9110 15.2, RFC 8297). They are never stored, and
 * those who follow another's fetch get none.
 */
public final class InterimAnswers {

    /** They frame or describe a content, which an interim response has not. */
    private static final List<String> OF_CONTENT =
            List.of("Content-Length", "Content-Encoding", "Content-Range", "Content-Type");

    private InterimAnswers() {}

    /** Writes one, if the client can take it: not over HTTP/1.0, and not when its answer has begun. */
    public static void write(HttpServerRequest http, Optional<Route> route, Interim interim) {
        HttpServerResponse response = http.response();
        // RFC 9110 15.2: a server must not send a 1xx to an HTTP/1.0 client.
        if (http.version() == HttpVersion.HTTP_1_0
                || response.headWritten()
                || response.ended()
                || response.closed()
                || response.writeQueueFull()) {
            return;
        }
        Headers fields =
                fields(interim.headers(), route.map(Route::responseEdits).orElse(HeaderEdits.NONE));
        MultiMap out = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < fields.size(); i++) {
            out.add(fields.name(i), fields.value(i));
        }
        NettyAccess.writeInterim(http, interim.status(), out);
    }

    private static Headers fields(Headers received, HeaderEdits edits) {
        Headers.Builder fields = edits.removing(PurgeTags.strip(HopByHop.strip(received))).toBuilder();
        OF_CONTENT.forEach(fields::remove);
        String via = received.joined("Via").map(before -> before + ", ").orElse("");
        return fields.set("Via", via + ResponseAssembler.VIA).build();
    }
}
