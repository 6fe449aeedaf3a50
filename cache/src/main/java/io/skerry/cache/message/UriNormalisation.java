package io.skerry.cache.message;

import java.util.Objects;

/** The outcome of normalising a request's target. */
public sealed interface UriNormalisation {

    /**
     * A valid target.
     *
     * @param uri in normal form
     */
    record Normalised(TargetUri uri) implements UriNormalisation {
        public Normalised {
            Objects.requireNonNull(uri);
        }
    }

    /**
     * No valid target: the request is refused with 400.
     *
     * @param fault what is wrong with it
     */
    record Malformed(Fault fault) implements UriNormalisation {
        public Malformed {
            Objects.requireNonNull(fault);
        }
    }

    /** What can be wrong with a target. */
    enum Fault {
        /** Neither http nor https. */
        SCHEME("scheme"),
        /** No host, a host with characters that no host has, userinfo, or a port out of range (RFC 9110 4.2.4, 7.2). */
        AUTHORITY("authority"),
        /** The target does not start with a slash (RFC 9112 3.2.1). */
        NOT_ABSOLUTE("not-absolute"),
        /** A percent sign without two hexadecimal digits, or an encoded NUL (RFC 3986 2.1). */
        PERCENT_ENCODING("percent-encoding"),
        /** A space, a control character, a byte beyond ASCII, or a fragment (RFC 3986 2). */
        CHARACTER("character");

        private final String token;

        Fault(String token) {
            this.token = token;
        }

        /** The word for it in logs and error bodies. */
        public String token() {
            return token;
        }
    }
}
