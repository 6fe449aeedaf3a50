package io.skerry.cache.invalidation;

import java.util.Optional;

/** How strongly a purge acts on the stored responses it matches. */
public enum PurgeMode {
    /** They are never used again, nor are their validators. */
    HARD("hard"),
    /** They are stale from that moment: to be validated, and served stale only as far as their windows from then allow. */
    SOFT("soft");

    private final String token;

    PurgeMode(String token) {
        this.token = token;
    }

    /** The word for it in purge requests and answers. */
    public String token() {
        return token;
    }

    /** The mode with this word, exactly as written. */
    public static Optional<PurgeMode> of(String token) {
        for (PurgeMode mode : values()) {
            if (mode.token.equals(token)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
