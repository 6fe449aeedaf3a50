package io.skerry.cache.parts;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.ContentRange;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.ResponseHead;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides whether a partial response is what was asked for, and whether it belongs to the parts that are stored (RFC 9111 3.4: the
 * same strong validator; here also the same complete length).
 */
public final class PartDecider {

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private PartDecider() {}

    /**
     * The decision for a 206 where nothing is stored.
     *
     * @param asked the range asked for; the representation may end before it does
     * @param answer as received
     * @param declaredBytes of its content, where it says so
     */
    public static PartDecision decide(ByteSpan asked, ResponseHead answer, OptionalLong declaredBytes) {
        PartDecision located = located(asked, answer, declaredBytes);
        if (!(located instanceof PartDecision.Part part)) {
            return located;
        }
        if (part.span().lengthBytes() == part.completeBytes()) {
            return new PartDecision.Complete(part.whole());
        }
        return strongTag(part.whole().headers().first("ETag")).isPresent()
                ? part
                : new PartDecision.Unusable(PartFault.NO_STRONG_VALIDATOR);
    }

    /** The bytes that were asked for, whatever they belong to: a part, or why not. */
    private static PartDecision located(ByteSpan asked, ResponseHead answer, OptionalLong declaredBytes) {
        if (multipart(answer.headers())) {
            return new PartDecision.Unusable(PartFault.MULTIPART);
        }
        if (!(ContentRange.of(answer.headers()) instanceof ContentRange.Part part)
                || part.completeBytes().isEmpty()) {
            return new PartDecision.Unusable(PartFault.CONTENT_RANGE);
        }
        long complete = part.completeBytes().getAsLong();
        ByteSpan span = part.span();
        if (span.first() != asked.first() || span.last() != Math.min(asked.last(), complete - 1)) {
            return new PartDecision.Unusable(PartFault.OTHER_RANGE);
        }
        if (declaredBytes.isEmpty() || declaredBytes.getAsLong() != span.lengthBytes()) {
            return new PartDecision.Unusable(PartFault.LENGTH);
        }
        return new PartDecision.Part(span, complete, whole(answer, complete));
    }

    /**
     * The decision for the answer to a request for bytes of a stored response, with its tag in {@code If-Range}: a part that combines
     * with it, which may be all of it, or why not.
     *
     * @param stored the head of the response; of its body only the length counts
     */
    public static PartDecision combine(
            StoredHead stored, ByteSpan asked, ResponseHead answer, OptionalLong declaredBytes) {
        if (answer.status() == TOO_MANY_REQUESTS || answer.status() >= FIRST_SERVER_ERROR) {
            return new PartDecision.Unusable(PartFault.ORIGIN_FAILED);
        }
        if (answer.status() != 206) {
            return new PartDecision.Unusable(PartFault.NOT_PARTIAL);
        }
        PartDecision located = located(asked, answer, declaredBytes);
        return located instanceof PartDecision.Part part ? combine(stored, part) : located;
    }

    private static PartDecision combine(StoredHead stored, PartDecision.Part part) {
        Optional<EntityTag> ours = strongTag(stored.originValidators().entityTag());
        Optional<EntityTag> theirs = strongTag(part.whole().headers().first("ETag"));
        if (theirs.isEmpty()) {
            return new PartDecision.Unusable(PartFault.NO_STRONG_VALIDATOR);
        }
        if (!ours.equals(theirs)) {
            return new PartDecision.Unusable(PartFault.OTHER_VALIDATOR);
        }
        return part.completeBytes() == stored.body().lengthBytes()
                ? part
                : new PartDecision.Unusable(PartFault.OTHER_COMPLETE_LENGTH);
    }

    /**
     * Whether a complete response that is arriving may be kept in slices: it is long, ranges of it can be asked for, and a strong
     * validator tells whether they belong to it.
     */
    public static boolean sliceable(ResponseHead answer, OptionalLong declaredBytes) {
        Headers headers = answer.headers();
        return answer.status() == 200
                && declaredBytes.orElse(0) >= BodyLayout.SLICED_FROM_BYTES
                && headers.first("Accept-Ranges").orElse("").strip().equalsIgnoreCase("bytes")
                && strongTag(headers.first("ETag")).isPresent();
    }

    private static Optional<EntityTag> strongTag(Optional<String> value) {
        return value.flatMap(EntityTag::parse).filter(tag -> tag.strength() == EntityTag.Strength.STRONG);
    }

    private static boolean multipart(Headers headers) {
        String type = headers.first("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/byteranges");
    }

    private static ResponseHead whole(ResponseHead part, long completeBytes) {
        Headers headers = part.headers().without("Content-Range").with("Content-Length", Long.toString(completeBytes));
        return new ResponseHead(200, headers);
    }
}
