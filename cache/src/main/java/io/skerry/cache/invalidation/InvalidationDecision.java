package io.skerry.cache.invalidation;

import io.skerry.cache.message.TargetUri;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What an answer to a request means for what is stored already (RFC 9111 4.4). */
public sealed interface InvalidationDecision {

    /**
     * The stored responses of these URIs have to be validated before reuse.
     *
     * @param uris the request's target first; of one origin; canonical
     * @param groups those of that origin's stored responses that carry one of these have to be validated as well
     */
    record Invalidate(List<TargetUri> uris, Set<String> groups) implements InvalidationDecision {

        /** No groups. */
        public Invalidate(List<TargetUri> uris) {
            this(uris, Set.of());
        }

        public Invalidate {
            groups = Set.copyOf(groups);
            uris = List.copyOf(uris);
        }
    }

    /**
     * Nothing changes.
     *
     * @param reason why
     */
    record Keep(KeepReason reason) implements InvalidationDecision {
        public Keep {
            Objects.requireNonNull(reason);
        }
    }

    /** Why nothing is invalidated. */
    enum KeepReason {
        /** The method is safe (RFC 9110 9.2.1). */
        SAFE_METHOD("safe-method"),
        /** The answer is an error: 4xx or 5xx (RFC 9111 4.4 wants 2xx or 3xx). */
        ERROR_ANSWER("error-answer");

        private final String token;

        KeepReason(String token) {
            this.token = token;
        }

        /** Its name in explanations, logs and metrics. */
        public String token() {
            return token;
        }
    }
}
