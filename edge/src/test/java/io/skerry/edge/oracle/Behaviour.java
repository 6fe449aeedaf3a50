package io.skerry.edge.oracle;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a URL makes the oracle's origin do; part of the URL, so part of its identity. */
public enum Behaviour {
    /** Content in chunks, without a length. */
    CHUNKED,
    /** {@code Vary: Accept-Language}, and content by language. */
    VARY_LANGUAGE,
    /** {@code Cache-Control: private}, and content for this one request. */
    PRIVATE,
    /** {@code Cache-Control: no-store}, and content for this one request. */
    NO_STORE,
    /** Content for this {@code Authorization}, without anything that allows sharing it (RFC 9111 3.5). */
    AUTHORIZATION,
    /** {@code Set-Cookie} with the name of the client that asked. */
    COOKIE,
    /** An {@code ETag}, and 304 where it matches. */
    VALIDATED,
    /** {@code must-revalidate}: never served stale, not even on failure. */
    MUST_REVALIDATE;

    /** As it stands in the URL. */
    String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String join(Set<Behaviour> behaviours) {
        return behaviours.stream().map(Behaviour::token).sorted().collect(Collectors.joining(","));
    }

    static Set<Behaviour> parse(String tokens) {
        EnumSet<Behaviour> found = EnumSet.noneOf(Behaviour.class);
        for (String token : tokens.split(",", -1)) {
            Arrays.stream(values()).filter(b -> b.token().equals(token)).forEach(found::add);
        }
        return found;
    }
}
