package io.skerry.purgeapi.token;

import java.util.Optional;

/** Recognises callers by what they send. Called on event loops; must not block. */
@FunctionalInterface
public interface Authenticator {

    /**
     * Judges an Authorization field (RFC 6750 2.1).
     *
     * @param authorization its value, empty where there is none
     */
    Authentication authenticate(Optional<String> authorization);
}
