package io.skerry.cache.directive;

/** A cache directive that Skerry knows, of requests or responses; all others are ignored (RFC 9111 5.2.3). */
// Ordinals index arrays inside one parsed value; they are never stored nor sent.
@SuppressWarnings("EnumOrdinal")
public enum Directive {
    /** RFC 9111 5.2.1.1 and 5.2.2.1. */
    MAX_AGE("max-age", Argument.SECONDS),
    /** RFC 9111 5.2.2.10. */
    S_MAXAGE("s-maxage", Argument.SECONDS),
    /** Request, RFC 9111 5.2.1.2; its argument may be left out. */
    MAX_STALE("max-stale", Argument.OPTIONAL_SECONDS),
    /** Request, RFC 9111 5.2.1.3. */
    MIN_FRESH("min-fresh", Argument.SECONDS),
    /** RFC 5861 3; without an argument it names no window. */
    STALE_WHILE_REVALIDATE("stale-while-revalidate", Argument.WINDOW),
    /** RFC 5861 4; without an argument it names no window. */
    STALE_IF_ERROR("stale-if-error", Argument.WINDOW),
    /** RFC 9111 5.2.1.4 and 5.2.2.4; with field names in responses. */
    NO_CACHE("no-cache", Argument.FIELDS),
    /** RFC 9111 5.2.2.7; with field names. */
    PRIVATE("private", Argument.FIELDS),
    /** RFC 9111 5.2.1.5 and 5.2.2.5. */
    NO_STORE("no-store", Argument.NONE),
    /** RFC 9111 5.2.1.6 and 5.2.2.6. */
    NO_TRANSFORM("no-transform", Argument.NONE),
    /** Request, RFC 9111 5.2.1.7. */
    ONLY_IF_CACHED("only-if-cached", Argument.NONE),
    /** RFC 9111 5.2.2.2. */
    MUST_REVALIDATE("must-revalidate", Argument.NONE),
    /** RFC 9111 5.2.2.3. */
    MUST_UNDERSTAND("must-understand", Argument.NONE),
    /** RFC 9111 5.2.2.8. */
    PROXY_REVALIDATE("proxy-revalidate", Argument.NONE),
    /** RFC 9111 5.2.2.9. */
    PUBLIC("public", Argument.NONE),
    /** RFC 8246 2. */
    IMMUTABLE("immutable", Argument.NONE);

    /** What may follow the equals sign. */
    enum Argument {
        NONE,
        SECONDS,
        OPTIONAL_SECONDS,
        /** Seconds; without them the directive says nothing. */
        WINDOW,
        FIELDS
    }

    private static final Directive[] ALL = values();

    private final String token;
    private final Argument argument;

    Directive(String token, Argument argument) {
        this.token = token;
        this.argument = argument;
    }

    /** The directive's name on the wire, lower case. */
    public String token() {
        return token;
    }

    Argument argument() {
        return argument;
    }

    long bit() {
        return 1L << ordinal();
    }

    /** Its place in arrays; those with numbers come first. */
    int slot() {
        return ordinal();
    }

    /** The slot of the directive whose name stands at {@code from} to {@code to}, in any case; -1 for none. */
    static int indexOf(String text, int from, int to) {
        for (Directive directive : ALL) {
            if (directive.token.length() == to - from
                    && text.regionMatches(true, from, directive.token, 0, to - from)) {
                return directive.ordinal();
            }
        }
        return -1;
    }

    static Directive at(int index) {
        return ALL[index];
    }
}
