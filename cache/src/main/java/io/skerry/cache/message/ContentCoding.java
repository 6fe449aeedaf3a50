package io.skerry.cache.message;

import java.util.Optional;

/** A content coding (RFC 9110 8.4.1) that this cache can apply and undo. */
public enum ContentCoding {
    /** Zstandard (RFC 8878, window at most 8 MB by RFC 9659). */
    ZSTD("zstd"),
    /** Brotli (RFC 7932). */
    BR("br"),
    /** Gzip (RFC 1952). */
    GZIP("gzip");

    /** The coding of what is not coded (RFC 9110 12.5.3). */
    public static final String IDENTITY = "identity";

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /** Its name on the wire. */
    public String token() {
        return token;
    }

    /** The coding of this name, in any case; {@code x-gzip} is gzip (RFC 9110 8.4.1.3). */
    public static Optional<ContentCoding> of(String name) {
        for (ContentCoding coding : values()) {
            if (coding.token.equalsIgnoreCase(name)) {
                return Optional.of(coding);
            }
        }
        return name.equalsIgnoreCase("x-gzip") ? Optional.of(GZIP) : Optional.empty();
    }
}
