package io.skerry.cache.policy;

import java.util.Optional;

/** What becomes of a response that sets cookies. */
public enum SetCookieMode {
    /**
     * It is stored without Set-Cookie, and only when its shared freshness is explicit: {@code public}, {@code s-maxage}, a
     * targeted field, or a ttl of the policy. One that varies by {@code Cookie} is stored under a ttl of the policy alone: it was made
     * for the cookies it sets. The client that filled the cache keeps its cookies.
     */
    STRIP("strip"),
    /** It is stored with Set-Cookie: what RFC 9111 7.3 permits, and an origin has to be written for. */
    STORE("store"),
    /** It is not stored. */
    NEVER_STORE("never-store");

    private final String token;

    SetCookieMode(String token) {
        this.token = token;
    }

    /** The word for it in a routes file. */
    public String token() {
        return token;
    }

    /** The mode with this word. */
    public static Optional<SetCookieMode> of(String token) {
        for (SetCookieMode mode : values()) {
            if (mode.token.equals(token)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
