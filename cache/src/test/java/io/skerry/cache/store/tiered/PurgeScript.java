package io.skerry.cache.store.tiered;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A purge log for tests: records of hard purges by tag, in memory. */
final class PurgeScript implements PurgeJudge {

    private record Purged(long seq, String tag) {}

    private final long incarnation;
    private final List<Purged> records = new CopyOnWriteArrayList<>();

    PurgeScript(long incarnation) {
        this.incarnation = incarnation;
    }

    void purgeTag(String tag) {
        records.add(new Purged(records.size() + 1L, tag));
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public long publishedSeq() {
        return records.size();
    }

    @Override
    public PurgeVerdict judge(StoredHead head, PurgeCursor cursor) {
        if (head.stamp().incarnation() != incarnation) {
            return new PurgeVerdict.Hard();
        }
        long published = publishedSeq();
        for (Purged record : records) {
            if (record.seq() > cursor.checkedSeq() && head.tags().contains(record.tag())) {
                return new PurgeVerdict.Hard();
            }
        }
        cursor.raiseTo(published);
        return PurgeVerdict.NOT;
    }
}
