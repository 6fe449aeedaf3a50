package io.skerry.cache.message;

import java.util.List;
import java.util.Optional;

/**
 * The head of a representation whose content the edge codes or decodes (RFC 9110 7.7, 8.4): each coding is a representation of its
 * own, with validators of its own.
 */
public final class CodedHead {

    private static final List<String> BY_CODING = List.of("Accept-Encoding");

    /** They describe the bytes of the other representation. */
    private static final List<String> OF_BYTES =
            List.of("Content-Length", "Content-MD5", "Digest", "Content-Digest", "Repr-Digest");

    private CodedHead() {}

    /** The head of the content after the edge has coded it. */
    public static ResponseHead encoded(ResponseHead head, ContentCoding coding) {
        Headers.Builder headers = other(head.headers(), coding.token());
        headers.set("Content-Encoding", coding.token());
        return varying(head.withHeaders(headers.build()));
    }

    /** The head of the content after the edge has undone its coding. */
    public static ResponseHead decoded(ResponseHead head) {
        Headers.Builder headers = other(head.headers(), ContentCoding.IDENTITY);
        headers.remove("Content-Encoding");
        return varying(head.withHeaders(headers.build()));
    }

    /** The head of a content that other clients may get in another coding. */
    public static ResponseHead varying(ResponseHead head) {
        Headers headers = head.headers();
        if (VaryField.missing(headers, BY_CODING).isEmpty()) {
            return head;
        }
        String before = headers.joined(VaryField.NAME).orElse("");
        String value = before.isEmpty() ? "Accept-Encoding" : before + ", Accept-Encoding";
        return head.withHeaders(headers.with(VaryField.NAME, value));
    }

    /** The one coding that a content has and that can be undone; empty for none, for several and for unknown ones. */
    public static Optional<ContentCoding> coding(Headers headers) {
        Optional<String> codings = headers.joined("Content-Encoding");
        return codings.isPresent() ? ContentCoding.of(codings.get()) : Optional.empty();
    }

    private static Headers.Builder other(Headers headers, String coding) {
        Headers.Builder other = headers.toBuilder();
        OF_BYTES.forEach(other::remove);
        Optional<String> tag = headers.first("ETag");
        if (tag.isPresent()) {
            Optional<EntityTag> parsed = EntityTag.parse(tag.get());
            other.remove("ETag");
            // RFC 9110 8.8.1: strong only if the bytes are the same at every time; an encoder does not promise that.
            parsed.ifPresent(known -> other.add(
                    "ETag", new EntityTag(EntityTag.Strength.WEAK, known.opaque() + '-' + coding).toString()));
        }
        return other;
    }
}
