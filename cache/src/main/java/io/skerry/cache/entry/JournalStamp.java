package io.skerry.cache.entry;

/**
 * Where the purge journal stood when the fetch of a response started (the minimum over its sources, for a derived one).
 *
 * @param incarnation the journal's random identity; a stored response of another incarnation is dropped
 * @param seq the last published purge sequence number, 0 for none yet
 */
public record JournalStamp(long incarnation, long seq) {
    public JournalStamp {
        if (seq < 0) {
            throw new IllegalArgumentException("sequence numbers are not negative: " + seq);
        }
    }

    /** The same journal, at {@code other} if that is later. */
    public JournalStamp atLeast(long other) {
        return other > seq ? new JournalStamp(incarnation, other) : this;
    }

    /** The earlier of the two; both are of one incarnation. */
    public JournalStamp earlier(JournalStamp other) {
        return other.seq < seq ? other : this;
    }
}
