package io.skerry.cache.purge;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.index.TagCase;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tells which stored responses one purge finds: those that a selector matches and that no earlier hard purge had hit. What the purge
 * itself does to the log meanwhile makes no difference. Any thread.
 */
public final class PurgeScan {

    private final List<PurgeSelector> selectors;

    /** For each selector, the newest earlier hard purge of exactly the same. */
    private final long[] earlier;

    private final TagCase tagCase;
    private final Predicate<StoredHead> purgedBefore;

    PurgeScan(List<PurgeSelector> selectors, long[] earlier, TagCase tagCase, Predicate<StoredHead> purgedBefore) {
        this.selectors = List.copyOf(selectors);
        this.earlier = earlier;
        this.tagCase = tagCase;
        this.purgedBefore = purgedBefore;
    }

    /** Whether the purge finds this response. */
    public boolean finds(StoredHead head) {
        return matches(head) && !purgedBefore.test(head);
    }

    private boolean matches(StoredHead head) {
        for (int i = 0; i < selectors.size(); i++) {
            if (head.stamp().seq() >= earlier[i] && matches(selectors.get(i), head)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(PurgeSelector selector, StoredHead head) {
        if (tagCase == TagCase.SENSITIVE || !(selector instanceof PurgeSelector.Tag tag)) {
            return selector.matches(head);
        }
        String wanted = tagCase.folded(tag.tag());
        return tag.site().map(head.site()::equals).orElse(true)
                && head.tags().stream().anyMatch(one -> tagCase.folded(one).equals(wanted));
    }
}
