package io.skerry.purgeapi;

import io.skerry.cache.invalidation.PurgeSelector;
import java.util.List;
import java.util.Set;

/** What a well-formed request means on this node. */
public sealed interface SelectorResolution {

    /**
     * Every item means something.
     *
     * @param selectors at least one
     */
    record Resolved(List<PurgeSelector> selectors) implements SelectorResolution {
        public Resolved {
            selectors = List.copyOf(selectors);
        }
    }

    /**
     * Some items mean nothing here (400); nothing is purged.
     *
     * @param errors at least one
     */
    record Unresolved(List<FieldError> errors) implements SelectorResolution {
        public Unresolved {
            errors = List.copyOf(errors);
        }
    }

    /**
     * Compares a request with the sites of the node.
     *
     * @param command the request
     * @param sites the only sites it may touch; empty for no restriction
     * @param targets the node's sites
     */
    static SelectorResolution of(PurgeCommand command, Set<String> sites, PurgeTargets targets) {
        return new SelectorResolver(sites, targets).resolve(command);
    }
}
