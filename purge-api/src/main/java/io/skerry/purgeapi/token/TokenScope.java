package io.skerry.purgeapi.token;

import io.skerry.purgeapi.PurgeItem;
import java.util.Optional;

/** One thing that a token allows. */
public enum TokenScope {
    /** Purge single URLs. */
    PURGE_URL("purge:url"),
    /** Purge tags. */
    PURGE_TAG("purge:tag"),
    /** Purge path prefixes. */
    PURGE_PREFIX("purge:prefix"),
    /** Purge whole hosts. */
    PURGE_HOST("purge:host"),
    /** Purge everything. Implies none of the others. */
    PURGE_ALL("purge:all"),
    /** Look at what needs a token to be seen. */
    READ("read");

    private final String token;

    TokenScope(String token) {
        this.token = token;
    }

    /** The word for it in token files and answers. */
    public String token() {
        return token;
    }

    /** The scope with this word. */
    public static Optional<TokenScope> of(String token) {
        for (TokenScope scope : values()) {
            if (scope.token.equals(token)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }

    /** What purging an item needs. */
    public static TokenScope needed(PurgeItem item) {
        return switch (item) {
            case PurgeItem.Url url -> PURGE_URL;
            case PurgeItem.Tag tag -> PURGE_TAG;
            case PurgeItem.Prefix prefix -> PURGE_PREFIX;
            case PurgeItem.Host host -> PURGE_HOST;
            case PurgeItem.Everything everything -> PURGE_ALL;
        };
    }
}
