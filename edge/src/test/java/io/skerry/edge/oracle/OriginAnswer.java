package io.skerry.edge.oracle;

import java.util.Optional;

/**
 * What the origin is about to send.
 *
 * @param request the request's head
 * @param url what was asked for
 * @param content of the version that is published now
 * @param fault what goes wrong with it
 */
record OriginAnswer(WireHead request, OracleUrl url, OracleContent content, Optional<OriginFault> fault) {

    private static final int MISSING = 10;
    private static final int TOO_MANY = 100;

    boolean hasFault(OriginFault which) {
        return fault.isPresent() && fault.get() == which;
    }

    /** The entity-tag of a version of a variant. */
    static String entityTag(OracleContent content) {
        return "\"v" + content.version() + "-" + Long.toHexString(content.variant()) + "\"";
    }

    boolean isNotModified() {
        return url.is(Behaviour.VALIDATED) && request.value("if-none-match").contains(entityTag(content));
    }

    boolean isHead() {
        return request.part(0).equals("HEAD");
    }

    boolean isChunked() {
        return url.is(Behaviour.CHUNKED) || hasFault(OriginFault.BREAKS_CHUNKING);
    }

    /** The length that the head announces; chunks announce nothing, so they cannot lie. */
    long announced() {
        if (isChunked()) {
            return content.length();
        }
        if (hasFault(OriginFault.ANNOUNCES_LESS) && content.length() > MISSING) {
            return content.length() - MISSING;
        }
        return hasFault(OriginFault.ANNOUNCES_MORE) ? content.length() + TOO_MANY : content.length();
    }

    /** How much is sent before it breaks off. */
    long sent() {
        boolean breaksOff = hasFault(OriginFault.DIES_MID_BODY) || hasFault(OriginFault.BREAKS_CHUNKING);
        return breaksOff ? content.length() / 2 : content.length();
    }

    String cacheControl() {
        // What is given without credentials may be stored and given to those who have some (RFC
        // 9111 3.5 forbids the reverse).
        boolean withoutCredentials = url.is(Behaviour.AUTHORIZATION)
                && request.value("authorization").isEmpty();
        if (url.is(Behaviour.NO_STORE) || withoutCredentials) {
            return "no-store";
        }
        String freshness = "max-age=" + url.maxAgeSeconds();
        if (url.is(Behaviour.PRIVATE)) {
            return "private, " + freshness;
        }
        String sharing = url.is(Behaviour.COOKIE) ? "public, " : "";
        return sharing + freshness + (url.is(Behaviour.MUST_REVALIDATE) ? ", must-revalidate" : "");
    }
}
