package io.skerry.edge.generation;

import io.skerry.cache.policy.CachePolicy;
import io.skerry.edge.routing.Template;
import java.util.List;
import java.util.Objects;

/** Whether a route's responses are stored. */
public sealed interface Caching {

    /** Everything is forwarded, nothing is stored. */
    record Off() implements Caching {}

    /**
     * As a policy says.
     *
     * @param policy of the route; {@link CachePolicy#forUrl} may choose another for some URLs
     * @param tags purge tags the policy adds, with captures of the path
     */
    record By(CachePolicy policy, List<Template> tags) implements Caching {
        public By {
            Objects.requireNonNull(policy);
            tags = List.copyOf(tags);
        }
    }
}
