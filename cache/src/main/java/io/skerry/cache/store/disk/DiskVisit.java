package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import java.nio.ByteBuffer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Shows the records of entries, one after the other. Used once. */
final class DiskVisit {

    private final StoreVisitor visitor;
    private final int tour;
    private final Predicate<StoredHead> elsewhere;
    private long seen;
    private long looked;
    private boolean stopped;

    DiskVisit(StoreVisitor visitor, int tour, Predicate<StoredHead> elsewhere) {
        this.visitor = visitor;
        this.tour = tour;
        this.elsewhere = elsewhere;
    }

    /** Whether the visitor wants more. */
    boolean goesOn() {
        stopped = stopped || !visitor.goesOn();
        return !stopped;
    }

    void look(DiskEntry entry, ShardSet shards) {
        looked++;
        if (entry.shownInTour == tour) {
            return;
        }
        ByteBuffer record = shards.get(entry);
        if (record != null && EntryCodec.decode(record) instanceof Decoded.Entry found && found.id() == entry.id) {
            show(found, entry.newerHead);
        }
    }

    private void show(Decoded.Entry found, @Nullable StoredHead newer) {
        StoredHead head = newer == null ? found.head() : newer;
        if (!elsewhere.test(head)) {
            visitor.visit(head, lengthBytes(found.place()));
            seen++;
        }
    }

    /**
     * How far it came.
     *
     * @param entries in the index; those not looked at are taken to be in memory as often as those that were
     * @param open whether all of the disk is
     */
    StoreTour end(long entries, boolean open) {
        if (!stopped) {
            return new StoreTour(seen, 0, open ? StoreTour.Extent.WHOLE : StoreTour.Extent.PART);
        }
        long left = Math.max(0, entries - looked);
        return new StoreTour(seen, looked == 0 ? left : left * seen / looked, StoreTour.Extent.PART);
    }

    private static long lengthBytes(BodyPlace place) {
        return switch (place) {
            case BodyPlace.Inline inline -> inline.lengthBytes();
            case BodyPlace.InFile file -> file.lengthBytes();
        };
    }
}
