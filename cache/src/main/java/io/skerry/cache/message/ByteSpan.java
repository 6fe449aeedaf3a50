package io.skerry.cache.message;

/**
 * A range of bytes that a representation really has, both ends included (RFC 9110 14.4).
 *
 * @param first offset of the first byte, 0 or more
 * @param last offset of the last byte, not before the first
 */
public record ByteSpan(long first, long last) {

    public ByteSpan {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("bytes " + first + " to " + last);
        }
    }

    /** How many bytes it spans, at least 1. */
    public long lengthBytes() {
        return last - first + 1;
    }

    /** Whether the two share a byte. */
    public boolean overlaps(ByteSpan other) {
        return first <= other.last && other.first <= last;
    }

    /** The {@code Content-Range} value for it, out of a representation of this length. */
    public String contentRange(long completeLengthBytes) {
        return "bytes " + first + '-' + last + '/' + completeLengthBytes;
    }
}
