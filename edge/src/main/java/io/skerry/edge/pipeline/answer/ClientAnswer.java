package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.ResponseHead;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.server.PreparedLines;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What goes to the client, byte for byte.
 *
 * @param head complete: Age, Via, Cache-Status, framing
 * @param content what to send, or to close where nothing is sent
 * @param sendsContent false for answers to HEAD, and for 204 and 304 (RFC 9110 6.4.1)
 * @param encoded what is encoded already of a head of status 200 whose content is sent; null for nothing
 */
public record ClientAnswer(
        ResponseHead head,
        Content content,
        boolean sendsContent,
        @Nullable Encoded encoded) {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final String LENGTH = "Content-Length";

    /**
     * The first lines of a head as HTTP/1 writes them.
     *
     * @param lines encoded
     * @param count how many of the head's lines they are
     */
    public record Encoded(PreparedLines lines, int count) {}

    /** An answer of which nothing is encoded. */
    public ClientAnswer(ResponseHead head, Content content, boolean sendsContent) {
        this(head, content, sendsContent, null);
    }

    public ClientAnswer {
        Objects.requireNonNull(head);
        Objects.requireNonNull(content);
    }

    /**
     * This answer under a head that functions changed. How its content is framed is not theirs to say: connection-specific fields go
     * (RFC 9110 7.6.1), the length stays what it is, and a 204 or 304 has no content.
     */
    public ClientAnswer headed(ResponseHead changed) {
        Headers fields = HopByHop.strip(changed.headers());
        if (changed.status() == NO_CONTENT || changed.status() == NOT_MODIFIED) {
            content.close();
            return new ClientAnswer(changed.withHeaders(fields.without(LENGTH)), Content.None.INSTANCE, false);
        }
        Headers framed = head.headers()
                .first(LENGTH)
                .map(length -> fields.with(LENGTH, length))
                .orElseGet(() -> fields.without(LENGTH));
        return new ClientAnswer(changed.withHeaders(framed), content, sendsContent);
    }

    /** The status that the client sees: of an answer that switches protocols, not the head's. */
    public int status() {
        return content instanceof Content.Switched ? SWITCHING_PROTOCOLS : head.status();
    }

    /** Whether nothing but its framing can tell where its content ends. */
    public boolean endsWithConnection() {
        return sendsContent
                && (content instanceof Content.Leased || content instanceof Content.Streamed)
                && !head.headers().contains("Content-Length");
    }
}
