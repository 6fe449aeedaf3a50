package io.skerry.cache.store.disk;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.HeadMargin;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.StoredResponse;
import java.util.OptionalLong;

/** A stored response whose content is in a segment file, held open by one reader. Closing it or its body closes both. */
public final class FileResponse implements StoredResponse, BodyLease {

    private final DiskEntry entry;
    private final StoredHead head;
    private final PurgeCursor cursor;
    private final PurgeJudge judge;
    private final SegmentFile file;
    private final SliceReader reader;
    private final LeaseCount leases;
    private final HeadMargin margin = new HeadMargin();
    private boolean closed;

    FileResponse(
            DiskEntry entry,
            StoredHead head,
            PurgeCursor cursor,
            SegmentFile file,
            SliceReader reader,
            DiskNeeds needs) {
        this.entry = entry;
        this.head = head;
        this.cursor = cursor;
        this.judge = needs.judge();
        this.file = file;
        this.reader = reader;
        this.leases = needs.leases();
        leases.opened();
    }

    DiskEntry entry() {
        return entry;
    }

    @Override
    public StoredHead head() {
        return head;
    }

    @Override
    public HeadMargin margin() {
        return margin;
    }

    @Override
    public PurgeVerdict verdict() {
        return judge.judgeForUse(head, cursor);
    }

    @Override
    public BodyLease body() {
        return this;
    }

    @Override
    public Tier tier() {
        return Tier.DISK;
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(head.body().lengthBytes());
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        if (closed) {
            throw new IllegalStateException("read after close");
        }
        if (offset < 0 || maxBytes <= 0) {
            throw new IllegalArgumentException("offset " + offset + ", at most " + maxBytes);
        }
        return offset >= head.body().lengthBytes() ? BodyRead.END : reader.read(offset, maxBytes);
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        leases.closed();
        reader.close();
        file.close();
    }
}
