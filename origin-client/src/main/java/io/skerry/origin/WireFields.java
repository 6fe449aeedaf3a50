package io.skerry.origin;

import io.netty.handler.codec.http.HttpHeaders;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.RequestHead;
import java.util.Iterator;
import java.util.Map;

/** Fields between our values and Netty's, and what a target is shown as {@code Host}. */
final class WireFields {

    private WireFields() {}

    /** All fields received. */
    static Headers read(HttpHeaders received) {
        Headers.Builder fields = Headers.builder();
        Iterator<Map.Entry<CharSequence, CharSequence>> lines = received.iteratorCharSequence();
        while (lines.hasNext()) {
            Map.Entry<CharSequence, CharSequence> line = lines.next();
            fields.add(line.getKey().toString(), line.getValue().toString());
        }
        return fields.build();
    }

    /** The {@code Host} a target is shown. */
    static String host(OriginHost host, RequestHead head, OriginTarget target) {
        return switch (host) {
            case OriginHost.Client() -> head.target().authority();
            case OriginHost.Target() -> target.authority();
            case OriginHost.Named(String authority) -> authority;
        };
    }
}
