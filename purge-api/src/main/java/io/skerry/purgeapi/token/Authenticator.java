package io.skerry.purgeapi.token;

import java.util.Optional;

/** Recognises callers by what they send. Called on event loops; must not block. */
public interface Authenticator {

    /**
     * Judges an Authorization field (RFC 6750 2.1).
     *
     * @param authorization its value, empty where there is none
     * @param address of a caller that may be known by it if it shows no token; empty for all others
     */
    Authentication authenticate(Optional<String> authorization, Optional<String> address);

    /** Judges an Authorization field, whoever sent it. */
    default Authentication authenticate(Optional<String> authorization) {
        return authenticate(authorization, Optional.empty());
    }
}
