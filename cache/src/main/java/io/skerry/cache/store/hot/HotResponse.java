package io.skerry.cache.store.hot;

import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeJudge;
import io.skerry.cache.store.BodyLease;
import io.skerry.cache.store.BodyRead;
import io.skerry.cache.store.HeadMargin;
import io.skerry.cache.store.LeaseCount;
import io.skerry.cache.store.StoredResponse;
import java.util.OptionalLong;

/**
 * A stored response in memory, held open by one reader. Response and lease are one object: a hit allocates this and nothing
 * else of the tier's own. Closing either closes both.
 */
public final class HotResponse implements StoredResponse, BodyLease {

    private final HotEntry entry;
    private final StoredVersion version;
    private final PurgeJudge judge;
    private final Tier tier;
    private final LeaseCount leases;
    private boolean closed;

    /**
     * Holds a response open.
     *
     * @param entry one reference of which passes to this
     * @param version the version found
     * @param tier which tier answered; a response just read from disk into memory says so
     */
    HotResponse(HotEntry entry, StoredVersion version, PurgeJudge judge, Tier tier, LeaseCount leases) {
        this.entry = entry;
        this.version = version;
        this.judge = judge;
        this.tier = tier;
        this.leases = leases;
        leases.opened();
    }

    /** The entry it holds. */
    public HotEntry entry() {
        return entry;
    }

    /** The version that was found. */
    public StoredVersion version() {
        return version;
    }

    @Override
    public StoredHead head() {
        return version.head();
    }

    @Override
    public HeadMargin margin() {
        return version.margin();
    }

    @Override
    public PurgeVerdict verdict() {
        return judge.judgeForUse(version.head(), version.cursor());
    }

    @Override
    public BodyLease body() {
        return this;
    }

    @Override
    public Tier tier() {
        return tier;
    }

    @Override
    public OptionalLong lengthBytes() {
        return OptionalLong.of(entry.content().lengthBytes());
    }

    @Override
    public BodyRead read(long offset, int maxBytes) {
        if (closed) {
            throw new IllegalStateException("read after close");
        }
        // What was just read from disk may leave at once, and its slots would then want new pages: dearer than a copy.
        return tier == Tier.HOT && entry.inPlace()
                ? entry.content().readToSend(offset, maxBytes)
                : entry.content().read(offset, maxBytes);
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("closed twice");
        }
        closed = true;
        leases.closed();
        entry.release();
    }
}
