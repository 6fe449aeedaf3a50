package io.skerry.cache.purge;

import io.skerry.cache.purge.index.Marks;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What the log remembers of one selector, looked at for its own sake.
 *
 * @param newestRecord the number of its newest purge, which its receipt gave
 * @param hardRecord that of its newest hard purge, 0 for none
 * @param softSince when the earliest soft purge after that hard one was made; empty for none
 */
public record RecordedPurge(long newestRecord, long hardRecord, Optional<Instant> softSince) {
    public RecordedPurge {
        Objects.requireNonNull(softSince);
    }

    /** Whether the newest purge was a hard one. */
    public boolean newestIsHard() {
        return newestRecord == hardRecord;
    }

    static RecordedPurge of(Marks marks, PublishedSeq numbers) {
        long since = marks.staleSince(marks.hardSeq());
        return new RecordedPurge(
                numbers.recordOf(marks.newestSeq()),
                numbers.recordOf(marks.hardSeq()),
                since == Marks.NOT_STALE ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since)));
    }
}
