package io.skerry.cache.purge.index;

import io.skerry.cache.invalidation.PurgeSelector.UrlVariant;
import io.skerry.cache.key.VariantKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The marks of purges of single variants, by the URL's key: one writer, any number of readers without a lock.
 *
 * <p>When it is full, all of it moves to the coarser table, which then means all variants of those URLs: first there, then out of
 * here, so that readers, who ask this table first, never fall between the two.
 */
final class VariantTable {

    private final int cap;
    private final MarkTable coarser;
    private final ConcurrentHashMap<Long, List<Conditioned>> byUrl = new ConcurrentHashMap<>();
    private volatile long newestSeq;
    private volatile int size;

    /** The writer's own. */
    private int count;

    private record Conditioned(UrlVariant condition, KeyChain chain, Marks marks) {}

    /**
     * An empty table.
     *
     * @param cap at most so many purges
     * @param coarser takes what does not fit
     */
    VariantTable(int cap, MarkTable coarser) {
        this.cap = cap;
        this.coarser = coarser;
    }

    /** Whether any mark is newer than {@code seq}. */
    boolean newerThan(long seq) {
        return newestSeq > seq;
    }

    /** Purges it keeps apart. */
    int size() {
        return size;
    }

    /** Adds a purge under its URL's key. The writer only. */
    void add(UrlVariant condition, KeyChain chain, Marks marks) {
        newestSeq = Math.max(newestSeq, marks.newestSeq());
        if (size >= cap) {
            coarsen();
        }
        List<Conditioned> before = byUrl.getOrDefault(chain.key(), List.of());
        List<Conditioned> after = with(before, new Conditioned(condition, chain, marks));
        byUrl.put(chain.key(), after);
        count += after.size() - before.size();
        size = count;
    }

    private static List<Conditioned> with(List<Conditioned> before, Conditioned more) {
        List<Conditioned> after = new ArrayList<>(before.size() + 1);
        boolean known = false;
        for (Conditioned one : before) {
            boolean same = one.condition().fields().equals(more.condition().fields());
            known |= same;
            after.add(
                    same
                            ? new Conditioned(
                                    one.condition(), one.chain(), one.marks().merge(more.marks()))
                            : one);
        }
        if (!known) {
            after.add(more);
        }
        return List.copyOf(after);
    }

    private void coarsen() {
        for (List<Conditioned> all : byUrl.values()) {
            for (Conditioned one : all) {
                coarser.add(one.chain(), one.marks());
            }
        }
        byUrl.clear();
        count = 0;
    }

    /** Hands over what matches a URL's key and, unless it is null, this variant of it. */
    void find(long key, @Nullable VariantKey variant, MatchQuery query) {
        List<Conditioned> all = byUrl.get(key);
        if (all == null) {
            return;
        }
        for (Conditioned one : all) {
            if (variant == null || one.condition().selects(variant)) {
                query.take(one.marks());
            }
        }
    }

    /** The marks of exactly this, null for none. */
    @Nullable
    Marks marks(UrlVariant condition, long key) {
        for (Conditioned one : byUrl.getOrDefault(key, List.of())) {
            if (one.condition().fields().equals(condition.fields())) {
                return one.marks();
            }
        }
        return null;
    }

    /** Forgets marks without anything newer than {@code seq}. The writer only. */
    void retireUpTo(long seq) {
        for (Long url : byUrl.keySet()) {
            List<Conditioned> kept = byUrl.getOrDefault(url, List.of()).stream()
                    .filter(one -> one.marks().newestSeq() > seq)
                    .toList();
            if (kept.isEmpty()) {
                byUrl.remove(url);
            } else {
                byUrl.put(url, kept);
            }
        }
        count = byUrl.values().stream().mapToInt(List::size).sum();
        size = count;
    }
}
