package io.skerry.cache.validation;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.Headers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The conditions of a request that the edge sends to the origin (RFC 9111 4.3.1). */
public final class ConditionalRequest {

    private ConditionalRequest() {}

    /**
     * A client's fields for a request by which the edge fills or freshens its store: without the client's own conditions and range,
     * since the store needs the whole answer.
     */
    public static Headers unconditional(Headers client) {
        if (!client.contains("If-None-Match")
                && !client.contains("If-Modified-Since")
                && !client.contains("Range")
                && !client.contains("If-Range")) {
            return client;
        }
        return client.toBuilder()
                .remove("If-None-Match")
                .remove("If-Modified-Since")
                .remove("Range")
                .remove("If-Range")
                .build();
    }

    /** The fields of a request that validates one stored response. Without validators it is unconditional. */
    public static Headers validating(Headers client, Validators validators) {
        return validating(client, List.of(validators));
    }

    /**
     * The fields of a request that validates any of several stored variants (RFC 9111 4.3.1): all their entity tags; the date only
     * where there is one variant.
     */
    public static Headers validating(Headers client, List<Validators> stored) {
        Headers plain = unconditional(client);
        Set<String> tags = new TreeSet<>();
        for (Validators validators : stored) {
            validators.entityTag().ifPresent(tags::add);
        }
        Headers.Builder conditional = plain.toBuilder();
        if (!tags.isEmpty()) {
            conditional.set("If-None-Match", String.join(", ", tags));
        }
        if (stored.size() == 1) {
            stored.getFirst().lastModified().ifPresent(date -> conditional.set("If-Modified-Since", date));
        }
        return conditional.build();
    }
}
