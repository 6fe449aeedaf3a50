package io.skerry.cache.key;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One input that selected a stored response among those of its primary key (RFC 9111 4.1): a field that {@code Vary} names,
 * or something a function read while the response was made.
 *
 * @param kind where the value is read from
 * @param name which value there; field names in lower case
 */
public record VariantInput(Kind kind, String name) {

    /** Where an input's value is read from, at storing and again at every lookup. */
    public enum Kind {
        /** A request field, normalised. */
        HEADER,
        /** Which of the codings that the name lists the request asks for, the best first (RFC 9110 12.5.3). */
        CODING,
        /** One cookie of the request. */
        COOKIE,
        /** One query parameter that is not in the key. */
        QUERY,
        /** A field of the client's place: country, region, city. */
        GEO,
        /** A coarse value that a function published in onRequest. */
        DIMENSION
    }

    /** Of one, beside its name. */
    private static final int HEAP_BYTES = 100;

    public VariantInput {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
    }

    /** The heap that a list of inputs takes which is shared with nobody, estimated in bytes. */
    public static long heapBytes(List<VariantInput> inputs) {
        long bytes = 0;
        for (VariantInput input : inputs) {
            bytes += HEAP_BYTES + input.name().length();
        }
        return bytes;
    }

    /** The request field that it is read from, in lower case; empty for what no field tells: the URL, a place, a dimension. */
    public Optional<String> field() {
        return switch (kind) {
            case HEADER -> Optional.of(NegotiatedInput.field(name));
            case CODING -> Optional.of("accept-encoding");
            case COOKIE -> Optional.of("cookie");
            case QUERY, GEO, DIMENSION -> Optional.empty();
        };
    }
}
