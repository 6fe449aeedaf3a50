package io.skerry.cache.store.hot;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.memory.MemoryBudget.Use;
import io.skerry.cache.store.eviction.Resident;
import io.skerry.cache.store.memory.Piece;
import io.skerry.cache.store.memory.PieceChain;
import io.skerry.cache.store.memory.PieceOwner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * One stored response in memory: one version of one variant of one key.
 *
 * <p>Counted by references: the tier holds one until the response is evicted, removed or replaced, each reader one until its
 * lease closes, and the writer to disk one until it has copied. The slots go back with the last, and are charged until then.
 */
public final class HotEntry extends Resident implements PieceOwner {

    private static final VarHandle REFERENCES;
    private static final VarHandle STATE;
    private static final VarHandle VERSION;
    private static final VarHandle PLACING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            REFERENCES = lookup.findVarHandle(HotEntry.class, "references", int.class);
            STATE = lookup.findVarHandle(HotEntry.class, "state", State.class);
            VERSION = lookup.findVarHandle(HotEntry.class, "version", StoredVersion.class);
            PLACING = lookup.findVarHandle(HotEntry.class, "placing", Placing.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whether the tier still offers the response. */
    enum State {
        LIVE,
        /** Made room for others; still the newest version of its variant. */
        EVICTED,
        /** Replaced, purged or removed: never again to be offered by any tier. */
        REMOVED
    }

    /** Whether the content lies where it stays. */
    private enum Placing {
        /** It may be put into large pages, which a first hit shows to be worth it. */
        AS_ARRIVED,
        UNDER_WAY,
        DONE
    }

    private final HotTier tier;
    private final VariantId id;
    private final CacheKey key;
    private final VariantKey variant;
    private final PieceChain content;

    @SuppressWarnings("FieldMayBeFinal") // written through the VarHandle
    private volatile int references = 1;

    @SuppressWarnings("FieldMayBeFinal") // written through the VarHandle
    private volatile State state = State.LIVE;

    @SuppressWarnings("FieldMayBeFinal") // written through the VarHandle
    private volatile StoredVersion version;

    @SuppressWarnings("FieldMayBeFinal") // written through the VarHandle
    private volatile Placing placing;

    private volatile @Nullable Object diskCopy;

    private HotEntry(HotTier tier, StoredVersion version, PieceChain content, int weight) {
        super(digest(version.head()), weight);
        this.tier = tier;
        this.version = version;
        this.key = version.head().key();
        this.variant = version.head().variant();
        this.id = new VariantId(key, variant);
        this.content = content;
        this.placing = content.enlargeable() ? Placing.AS_ARRIVED : Placing.DONE;
    }

    /** A response for a tier to keep: its slots are charged to it, and may be asked back. */
    static HotEntry kept(HotTier tier, StoredVersion version, PieceChain content) {
        HotEntry entry = new HotEntry(tier, version, content, weight(version.head(), content, tier.headFactor()));
        for (Piece piece : content.pieces()) {
            piece.chargeTo(Use.HOT);
            piece.adoptedBy(entry);
        }
        return entry;
    }

    /** A response for its one reader, never to be offered: as if it had been evicted already. */
    static HotEntry passing(HotTier tier, StoredVersion version, PieceChain content) {
        HotEntry entry = new HotEntry(tier, version, content, 0);
        entry.state = State.EVICTED;
        return entry;
    }

    /** Tells a response of one key and variant from others. */
    static long digest(StoredHead head) {
        return head.key().low() + 31L * head.variant().values().hashCode();
    }

    /** What the policy charges: the slots, and the heap of the head. */
    private static int weight(StoredHead head, PieceChain content, double headFactor) {
        long ofHead = (long) (headFactor * HeadWeight.of(head));
        return (int) Math.min(Integer.MAX_VALUE, content.slotBytes() + ofHead);
    }

    /** The current head and its place in the purge log. */
    public StoredVersion version() {
        return version;
    }

    /** The content. Valid while a reference is held. */
    public PieceChain content() {
        return content;
    }

    /**
     * Whether the content may be sent out of the file that memory is. Not while the system puts it into large pages, which the first to
     * ask sets going: who reads meanwhile is served with copies.
     */
    boolean inPlace() {
        if (placing == Placing.DONE) {
            return true;
        }
        if (PLACING.compareAndSet(this, Placing.AS_ARRIVED, Placing.UNDER_WAY) && retain()) {
            content.enlarge(this::placed);
        }
        return false;
    }

    private void placed() {
        placing = Placing.DONE;
        release();
    }

    /** The primary key. */
    public CacheKey key() {
        return key;
    }

    /** The secondary key. */
    public VariantKey variant() {
        return variant;
    }

    /** Takes a reference unless the last has gone already. */
    public boolean retain() {
        int now = references;
        while (now > 0) {
            if (REFERENCES.compareAndSet(this, now, now + 1)) {
                return true;
            }
            now = references;
        }
        return false;
    }

    /** Takes a reference beside the one that its maker holds. */
    public void retainNew() {
        if (!retain()) {
            throw new IllegalStateException("retained after its last reference");
        }
    }

    /** Gives one reference back. */
    public void release() {
        int before = (int) REFERENCES.getAndAdd(this, -1);
        if (before == 1) {
            content.release();
        } else if (before <= 0) {
            throw new IllegalStateException("released once too often");
        }
    }

    /** Whether no tier may offer it any more: it was replaced, purged or removed. */
    public boolean removed() {
        return state == State.REMOVED;
    }

    /** Where the disk tier keeps the same version, in that tier's own terms; null while it does not. */
    public @Nullable Object diskCopy() {
        return diskCopy;
    }

    /** Remembers where the disk tier keeps the same version. */
    public void keptAt(Object copy) {
        diskCopy = copy;
    }

    @Override
    public void giveUp() {
        tier.reclaim(this);
    }

    /** Lets the head carry how far it was compared: what is made from it, and its record on disk, then start there. */
    // The same instance comes back when there is nothing new to carry.
    @SuppressWarnings("ReferenceEquality")
    void compared(StoredVersion version) {
        StoredVersion further = version.compared();
        if (further != version) {
            replaceVersion(version, further);
        }
    }

    boolean replaceVersion(StoredVersion expected, StoredVersion next) {
        return state != State.REMOVED && VERSION.compareAndSet(this, expected, next);
    }

    /** Leaves the live state; the first caller gives the tier's reference back. */
    boolean evict() {
        return STATE.compareAndSet(this, State.LIVE, State.EVICTED);
    }

    /** Becomes removed for good; true if it was live until now. */
    boolean remove() {
        return STATE.getAndSet(this, State.REMOVED) == State.LIVE;
    }

    /** Whether the tier offers it now. */
    public boolean offered() {
        return state == State.LIVE;
    }

    VariantId id() {
        return id;
    }
}
