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
    private long unseen;
    private boolean stopped;

    DiskVisit(StoreVisitor visitor, int tour, Predicate<StoredHead> elsewhere) {
        this.visitor = visitor;
        this.tour = tour;
        this.elsewhere = elsewhere;
    }

    void look(DiskEntry entry, ShardSet shards) {
        if (entry.shownInTour == tour) {
            return;
        }
        stopped = stopped || !visitor.goesOn();
        if (stopped) {
            unseen++;
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

    StoreTour end(boolean partOfItClosed) {
        return new StoreTour(seen, unseen, stopped || partOfItClosed ? StoreTour.Extent.PART : StoreTour.Extent.WHOLE);
    }

    private static long lengthBytes(BodyPlace place) {
        return switch (place) {
            case BodyPlace.Inline inline -> inline.lengthBytes();
            case BodyPlace.InFile file -> file.lengthBytes();
        };
    }
}
