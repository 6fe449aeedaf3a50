package io.skerry.purgeapi.token;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A token, or what stands for one, and what it allows.
 *
 * @param name for logs; several tokens may share one while they are rotated
 * @param credential all that is kept of the token itself, or whence callers need none
 * @param scopes what it allows, at least one
 * @param sites the only sites it may touch; empty for all
 * @param expires when it ends; empty for never
 */
public record AdminToken(
        String name, Credential credential, Set<TokenScope> scopes, Set<String> sites, Optional<Instant> expires) {
    public AdminToken {
        Objects.requireNonNull(credential);
        scopes = Set.copyOf(scopes);
        sites = Set.copyOf(sites);
        Objects.requireNonNull(expires);
        if (name.isEmpty() || scopes.isEmpty()) {
            throw new IllegalArgumentException("a token has a name and at least one scope");
        }
    }

    /** A token that may do everything, for ever. */
    public static AdminToken unrestricted(String name, TokenHash hash) {
        return new AdminToken(name, hash, Set.of(TokenScope.values()), Set.of(), Optional.empty());
    }
}
