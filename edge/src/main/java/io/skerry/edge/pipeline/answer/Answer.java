package io.skerry.edge.pipeline.answer;

import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import io.skerry.edge.pipeline.body.Content;
import io.vertx.core.buffer.Buffer;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What the line came up with for a request, before it is fitted to what this client asked for.
 *
 * @param head status and fields of the response, as stored or received
 * @param content open; written or closed exactly once
 * @param serving whether the client's conditions and ranges are still to be applied
 * @param ageSeconds its current age (RFC 9111 4.2.3), for responses out of the store
 * @param cacheStatus this cache's member of {@code Cache-Status}
 * @param provenance what a response made from this one has to respect
 */
public record Answer(
        ResponseHead head,
        Content content,
        Serving serving,
        OptionalLong ageSeconds,
        String cacheStatus,
        Provenance provenance) {

    /** What is still to be done with an answer. */
    public enum Serving {
        /** A whole representation: the client's conditions and ranges are applied to it here. */
        REPRESENTATION,
        /** The answer to just this request: it goes out as it is. */
        AS_IS
    }

    public Answer {
        Objects.requireNonNull(head);
        Objects.requireNonNull(content);
        Objects.requireNonNull(serving);
        Objects.requireNonNull(ageSeconds);
        Objects.requireNonNull(cacheStatus);
        Objects.requireNonNull(provenance);
    }

    /** An answer made here, without a cache. */
    static Answer made(int status, Headers headers, Buffer body, String cacheStatus) {
        return new Answer(
                new ResponseHead(status, headers),
                new Content.Bytes(body),
                Serving.AS_IS,
                OptionalLong.empty(),
                cacheStatus,
                Provenance.NotStored.INSTANCE);
    }

    /** An answer that goes out as it is. */
    public static Answer asIs(ResponseHead head, Content content, String cacheStatus) {
        return new Answer(
                head, content, Serving.AS_IS, OptionalLong.empty(), cacheStatus, Provenance.NotStored.INSTANCE);
    }

    /** The same answer with another content, which replaces the one it has. */
    public Answer with(Content newContent) {
        return new Answer(head, newContent, serving, ageSeconds, cacheStatus, provenance);
    }

    /** The same answer, of which something else is said. */
    public Answer saying(String newCacheStatus) {
        return new Answer(head, content, serving, ageSeconds, newCacheStatus, provenance);
    }

    /** The same answer in another representation. */
    public Answer with(ResponseHead newHead, Content newContent) {
        return new Answer(newHead, newContent, serving, ageSeconds, cacheStatus, provenance);
    }

    /** The same answer, of another provenance. */
    public Answer with(Provenance newProvenance) {
        return new Answer(head, content, serving, ageSeconds, cacheStatus, newProvenance);
    }
}
