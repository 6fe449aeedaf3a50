package io.skerry.cache.entry;

import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HttpDate;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The validators of a representation (RFC 9110 8.8) as field values.
 *
 * @param entityTag the ETag field with its quotes, {@code W/} included
 * @param lastModified the Last-Modified field as received
 */
public record Validators(Optional<String> entityTag, Optional<String> lastModified) {

    /** Neither of the two. */
    public static final Validators NONE = new Validators(Optional.empty(), Optional.empty());

    public Validators {
        Objects.requireNonNull(entityTag);
        Objects.requireNonNull(lastModified);
    }

    /**
     * The validators that these headers have; malformed ones are none.
     *
     * @param responseTime when they were received
     */
    public static Validators of(Headers headers, Instant responseTime) {
        Optional<String> entityTag =
                headers.first("ETag").filter(tag -> EntityTag.parse(tag).isPresent());
        Optional<String> lastModified = headers.first("Last-Modified")
                .filter(date -> HttpDate.parse(date, responseTime).isPresent());
        return entityTag.isEmpty() && lastModified.isEmpty() ? NONE : new Validators(entityTag, lastModified);
    }

    /** Whether a conditional request can be made of them. */
    public boolean present() {
        return entityTag.isPresent() || lastModified.isPresent();
    }
}
