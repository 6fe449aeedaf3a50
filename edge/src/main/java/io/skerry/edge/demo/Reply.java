package io.skerry.edge.demo;

import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer of the demo's origin, whole.
 *
 * @param headers in the order they are sent; Content-Length and ETag are the server's business
 * @param body owned by the reply; nobody changes it
 */
record Reply(int status, SequencedMap<String, String> headers, Buffer body) {
    private static final String NEVER_STORE = "private, no-store";

    static Reply html(String caching, String text) {
        return of(200, "text/html; charset=utf-8", caching, Buffer.buffer(text));
    }

    static Reply bytes(String contentType, String caching, Buffer body) {
        return of(200, contentType, caching, body);
    }

    /** Data that one visitor alone may see. */
    static Reply personal(Object data) {
        return json(200, NEVER_STORE, data);
    }

    static Reply json(int status, String caching, Object data) {
        return of(
                status,
                "application/json",
                caching,
                Buffer.buffer(JsonMapper.shared().writeValueAsBytes(data)));
    }

    static Reply notFound(String path) {
        return problem(404, "nothing at " + path);
    }

    static Reply problem(int status, String detail) {
        return of(
                status,
                "application/problem+json",
                "no-store",
                Buffer.buffer(JsonMapper.shared().writeValueAsBytes(Map.of("status", status, "detail", detail))));
    }

    private static Reply of(int status, String contentType, String caching, Buffer body) {
        SequencedMap<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Cache-Control", caching);
        return new Reply(status, headers, body);
    }

    /** This reply with one more header. */
    Reply with(String name, String value) {
        SequencedMap<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }
}
