package io.skerry.cache.store.hot;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.store.EvictionCause;
import io.skerry.cache.store.Tally;
import io.skerry.cache.store.eviction.EvictionOrder;
import io.skerry.cache.store.eviction.VictimChooser;
import io.skerry.cache.store.eviction.VictimChooser.Entrance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The responses in memory: how they enter, how they leave, and that the index, the policy and the chooser agree on which are there.
 *
 * <p>Caffeine bounds them, and a {@link VictimChooser} beside it names victims while another order serves better than W-TinyLFU. Locks
 * nest in one order: the policy's, the index bin's, the chooser's or the slabs'. Any thread.
 */
final class HotResidents {

    /** Up to here memory is filled from disk at start: the rest is for what is asked for meanwhile. */
    private static final double FILL_AT_START = 0.9;

    private final HotIndex index = new HotIndex();
    private final Cache<VariantId, HotEntry> policy;
    private final Eviction<VariantId, HotEntry> eviction;
    private final VictimChooser<HotEntry> chooser;
    private final LongAdder admissions = new LongAdder();
    private final Tally<EvictionCause> evictions = new Tally<>(EvictionCause.class);

    /** None yet; {@code most} is what they may weigh together. */
    HotResidents(long most) {
        this.chooser = new VictimChooser<>(most);
        this.policy = Caffeine.newBuilder()
                .maximumWeight(most)
                .weigher((VariantId id, HotEntry entry) -> entry.weight())
                .executor(Runnable::run)
                .removalListener(this::onRemoval)
                .build();
        this.eviction = policy.policy().eviction().orElseThrow();
    }

    /** By primary key, as searches find them. */
    HotIndex index() {
        return index;
    }

    /** All of them, for tours. */
    Cache<VariantId, HotEntry> policy() {
        return policy;
    }

    /** Lets an entry in; gives the least recently found variant of its key, taken out for good, where the key has too many now. */
    @Nullable
    HotEntry admit(HotEntry entry) {
        admissions.increment();
        if (!madeRoom(entry, index.holds(entry.key(), entry.variant()))) {
            return null;
        }
        Link link = new Link(entry);
        policy.asMap().compute(entry.id(), (id, before) -> link.over());
        settle(entry);
        HotEntry surplus = link.surplus;
        if (surplus != null) {
            evictions.count(EvictionCause.VARIANTS);
            remove(surplus);
        }
        return surplus;
    }

    /** Lets an entry read back from disk in, unless another of its variant is there or {@code current} says no under the policy's lock. */
    void promote(HotEntry entry, BooleanSupplier current) {
        if (index.holds(entry.key(), entry.variant())) {
            drop(entry);
            return;
        }
        if (!madeRoom(entry, false)) {
            return;
        }
        Link link = new Link(entry);
        policy.asMap().compute(entry.id(), (id, before) -> {
            if (before != null) {
                return before;
            }
            return current.getAsBoolean() ? link.over() : null;
        });
        reclaim(link.surplus);
        if (link.done) {
            settle(entry);
        } else {
            chooser.left(entry);
            drop(entry);
        }
    }

    private static void drop(HotEntry entry) {
        if (entry.remove()) {
            entry.release();
        }
    }

    /** Evicts what has to go for an entry; false when it is the entry itself, of which no version is {@code known} to be here. */
    private boolean madeRoom(HotEntry entry, boolean known) {
        return switch (chooser.enter(entry, known)) {
            case Entrance.Rejected<HotEntry> rejected -> {
                evictions.count(EvictionCause.WEIGHT);
                if (entry.evict()) {
                    entry.release();
                }
                yield false;
            }
            case Entrance.Open<HotEntry> open -> {
                for (HotEntry victim : open.victims()) {
                    if (victim.id().equals(entry.id())) {
                        remove(victim); // the older version: replaced, not evicted
                    } else if (policy.asMap().remove(victim.id(), victim)) {
                        evictions.count(EvictionCause.WEIGHT);
                    }
                }
                yield true;
            }
        };
    }

    /** An entry may have been chosen to go while it was on its way into the policy. */
    private void settle(HotEntry entry) {
        if (!chooser.holds(entry) && policy.asMap().remove(entry.id(), entry)) {
            evictions.count(EvictionCause.WEIGHT);
        }
    }

    /** Takes out whatever version of a variant is here: a newer one has come into force below. */
    void supersede(CacheKey key, VariantKey variant) {
        HotEntry[] variants = index.variants(key);
        if (variants == null) {
            return;
        }
        for (HotEntry entry : variants) {
            if (entry.variant().equals(variant)) {
                remove(entry);
            }
        }
    }

    /** Links within the policy's lock, so that index and policy agree on which version is the newest. */
    private final class Link {
        private final HotEntry entry;
        private @Nullable HotEntry surplus;
        private boolean done;

        Link(HotEntry entry) {
            this.entry = entry;
        }

        HotEntry over() {
            surplus = index.link(entry);
            done = true;
            return entry;
        }
    }

    /** Takes exactly this version out for good. */
    void remove(HotEntry entry) {
        if (entry.remove()) {
            retire(entry);
        }
        policy.asMap().remove(entry.id(), entry);
    }

    /** Takes this version out to make room; a tier below may keep it. */
    void reclaim(@Nullable HotEntry entry) {
        if (entry != null && policy.asMap().remove(entry.id(), entry)) {
            evictions.count(EvictionCause.PLACE);
        }
    }

    private void onRemoval(@Nullable VariantId id, @Nullable HotEntry entry, RemovalCause cause) {
        if (entry == null) {
            return;
        }
        chooser.left(entry);
        boolean last = cause == RemovalCause.REPLACED ? entry.remove() : entry.evict();
        if (last) {
            if (cause == RemovalCause.SIZE) {
                evictions.count(EvictionCause.WEIGHT);
            }
            retire(entry);
        }
    }

    private void retire(HotEntry entry) {
        index.unlink(entry);
        entry.release();
    }

    /** Tells both orders of a use. */
    void used(HotEntry entry) {
        var _ = policy.getIfPresent(entry.id()); // tells the policy of the use
        chooser.used(entry);
    }

    /** At most so many of those that would leave next. */
    Collection<HotEntry> coldest(int most) {
        return chooser.order() == EvictionOrder.TINY_LFU
                ? eviction.coldest(most).values()
                : chooser.coldest(most);
    }

    /** The responses most worth keeping, hottest first; their list is made under the policy's lock. */
    List<HotEntry> hottest(int most) {
        return List.copyOf(eviction.hottest(most).values());
    }

    /** Whether a response more could enter without that anything leaves; about right. */
    boolean hasRoomForMore() {
        return chooser.hasRoom();
    }

    /** Whether there is room for more when memory is filled from disk. */
    boolean hasRoomAtStart() {
        return weight() < capacity() * FILL_AT_START;
    }

    /** How many they are; about right. */
    long count() {
        return policy.estimatedSize();
    }

    /** What they weigh together. */
    long weight() {
        return eviction.weightedSize().orElse(0);
    }

    /** What they may weigh. */
    long capacity() {
        return eviction.getMaximum();
    }

    long admissions() {
        return admissions.sum();
    }

    Map<EvictionCause, Long> evictions() {
        return evictions.counts();
    }

    /** Lets all of them go. */
    void clear() {
        policy.invalidateAll();
        policy.cleanUp();
    }
}
