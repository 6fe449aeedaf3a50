package io.skerry.cache.store.disk;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.StoreTour;
import io.skerry.cache.store.StoreVisitor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Predicate;

/** Shows the records in force, shard by shard, one segment at a time. Used once. */
final class DiskVisit {

    private final DiskIndex index;
    private final StoreVisitor visitor;
    private final Predicate<StoredHead> elsewhere;
    private final long expected;
    private long looked;
    private long seen;
    private boolean stopped;

    DiskVisit(DiskIndex index, StoreVisitor visitor, Predicate<StoredHead> elsewhere) {
        this.index = index;
        this.visitor = visitor;
        this.elsewhere = elsewhere;
        this.expected = index.entries();
    }

    StoreTour through(List<Shard> shards, boolean loading) {
        for (Shard shard : shards) {
            shard.forEach(ShardSet.scratch(), this::goesOn, this::look);
        }
        boolean complete = !stopped && !loading && shards.stream().allMatch(Shard::isOpen);
        return new StoreTour(seen, complete ? 0 : Math.max(1, expected - looked));
    }

    private boolean goesOn() {
        stopped = stopped || !visitor.goesOn();
        return !stopped;
    }

    /** Keeps every record: what is not in force is for others to delete. */
    private boolean look(long id, ByteBuffer record) {
        if (goesOn() && EntryCodec.decode(record) instanceof Decoded.Entry found && found.id() == id) {
            show(found);
        }
        return true;
    }

    private void show(Decoded.Entry found) {
        StoredHead head = found.head();
        DiskEntry entry = index.held(head.key(), head.variant(), found.id());
        if (entry == null) {
            return;
        }
        looked++;
        if (!elsewhere.test(head)) {
            StoredHead newer = entry.newerHead;
            visitor.visit(newer == null ? head : newer, lengthBytes(found.place()));
            seen++;
        }
    }

    private static long lengthBytes(BodyPlace place) {
        return switch (place) {
            case BodyPlace.Inline inline -> inline.lengthBytes();
            case BodyPlace.InFile file -> file.lengthBytes();
        };
    }
}
