package io.skerry.cache.message;

/** Version texts of HTTP/1 messages. */
public final class HttpVersions {

    private static final String PREFIX = "HTTP/1.";

    private HttpVersions() {}

    /**
     * A version as it is read here: of a higher minor version the highest one known, {@code HTTP/1.1} (RFC 9110 2.5); any other text as it
     * is.
     */
    public static String known(String version) {
        boolean higher = version.length() == PREFIX.length() + 1
                && version.startsWith(PREFIX)
                && version.charAt(PREFIX.length()) >= '2'
                && version.charAt(PREFIX.length()) <= '9';
        return higher ? "HTTP/1.1" : version;
    }
}
