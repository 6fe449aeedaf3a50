package io.skerry.cache.reuse;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.freshness.LifetimeSource;
import io.skerry.cache.freshness.StaleReason;
import io.skerry.cache.status.ForwardReason;
import java.util.Objects;

/** What to do with a request. Every decision carries its reason, which header, log, metric and explanation all show. */
public sealed interface ReuseDecision {

    /**
     * Answer with the stored response; it is fresh.
     *
     * @param ageSeconds for the Age field
     * @param ttlSeconds remaining freshness, 0 or more
     * @param reason what makes it fresh
     */
    record ServeFresh(long ageSeconds, long ttlSeconds, LifetimeSource reason) implements ReuseDecision {
        public ServeFresh {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Answer with the stored response although it is stale; validate it in the background, unless the client alone wished it so
     * ({@link StaleReason#MAX_STALE}).
     *
     * @param ageSeconds for the Age field
     * @param ttlSeconds remaining freshness, negative; after a soft purge it may be positive
     * @param reason what permits it
     */
    record ServeStale(long ageSeconds, long ttlSeconds, StaleReason reason) implements ReuseDecision {
        public ServeStale {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Ask the origin whether the stored response still holds, before it is used. The candidate stays at hand: a failing origin may
     * permit to serve it.
     *
     * @param reason why it cannot be used as it is
     * @param validators what to validate with; none means a request without conditions
     */
    record Validate(ValidateReason reason, Validators validators) implements ReuseDecision {
        public Validate {
            Objects.requireNonNull(reason);
            Objects.requireNonNull(validators);
        }
    }

    /**
     * Get the response from the origin, without conditions and without the candidate.
     *
     * @param reason why nothing stored is of use
     */
    record Fetch(FetchReason reason) implements ReuseDecision {
        public Fetch {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Forward as it is; neither stored responses nor other requests have a part in it.
     *
     * @param reason why
     */
    record Pass(PassReason reason) implements ReuseDecision {
        public Pass {
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Answer 504 (Gateway Timeout): the client takes only what is stored, and nothing that is stored may be used (RFC 9111
     * 5.2.1.7).
     *
     * @param reason why the origin would have been asked
     */
    record Unsatisfiable(ForwardReason reason) implements ReuseDecision {
        public Unsatisfiable {
            Objects.requireNonNull(reason);
        }
    }
}
