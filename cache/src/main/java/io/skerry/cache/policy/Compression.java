package io.skerry.cache.policy;

import io.skerry.cache.message.AcceptEncoding;
import io.skerry.cache.message.ContentCoding;
import java.util.List;

/**
 * In which codings a policy's text responses are stored.
 *
 * @param codings the ones offered, the preferred first, without duplicates; none: contents are stored as the origin sent them
 * @param minBytes shorter contents stay as they are
 */
public record Compression(List<ContentCoding> codings, long minBytes) {

    /** A packet's worth: coding less saves no round trip. */
    public static final long STANDARD_MIN_BYTES = 1_000;

    /** Contents are stored as the origin sent them, and answer only who takes them so. */
    public static final Compression OFF = new Compression(List.of(), STANDARD_MIN_BYTES);

    /** All codings. */
    public static final Compression STANDARD = new Compression(List.of(ContentCoding.values()), STANDARD_MIN_BYTES);

    public Compression {
        codings = List.copyOf(codings);
        if (codings.stream().distinct().count() != codings.size()) {
            throw new IllegalArgumentException("a coding is named twice");
        }
        if (minBytes < 0) {
            throw new IllegalArgumentException("negative size: " + minBytes);
        }
    }

    /** Whether anything is coded at all. */
    public boolean on() {
        return !codings.isEmpty();
    }

    /** The codings as a text, which stands in variants: {@code zstd,br,gzip}. */
    public String offer() {
        return AcceptEncoding.text(codings);
    }
}
