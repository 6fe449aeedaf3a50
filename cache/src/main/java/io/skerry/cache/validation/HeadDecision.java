package io.skerry.cache.validation;

import io.skerry.cache.message.ResponseHead;
import java.util.Objects;

/** What an answer to HEAD means for a response stored for GET (RFC 9111 4.3.5). */
public sealed interface HeadDecision {

    /**
     * It describes what is stored: the stored head takes over its fields.
     *
     * @param updated the stored head with the fields of the answer
     */
    record Update(ResponseHead updated) implements HeadDecision {
        public Update {
            Objects.requireNonNull(updated);
        }
    }

    /** It describes something else, or may not be stored: what is stored is out of date, and goes. */
    record Remove() implements HeadDecision {}

    /** It says nothing about what is stored. */
    record Keep() implements HeadDecision {}
}
