package io.skerry.edge.pipeline;

import io.skerry.cache.message.ResponseHead;
import java.util.Objects;

/**
 * What goes to the client, byte for byte.
 *
 * @param head complete: Age, Via, Cache-Status, framing
 * @param content what to send, or to close where nothing is sent
 * @param sendsContent false for answers to HEAD, and for 204 and 304 (RFC 9110 6.4.1)
 */
record ClientAnswer(ResponseHead head, Content content, boolean sendsContent) {
    ClientAnswer {
        Objects.requireNonNull(head);
        Objects.requireNonNull(content);
    }

    /** Whether nothing but its framing can tell where its content ends. */
    boolean endsWithConnection() {
        return sendsContent
                && (content instanceof Content.Leased || content instanceof Content.Streamed)
                && !head.headers().contains("Content-Length");
    }
}
