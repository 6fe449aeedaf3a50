package io.skerry.cache.purge;

/**
 * How far one stored response has been compared with the purge log. Lives beside the head in memory, never on disk.
 *
 * <p>Any thread may raise it; it only ever grows, and only to a published sequence number that was loaded before the records
 * were matched.
 */
public final class PurgeCursor {

    private volatile long checkedSeq;

    /** A cursor of a response whose records up to {@code checkedSeq} are known not to match. */
    public PurgeCursor(long checkedSeq) {
        this.checkedSeq = checkedSeq;
    }

    /** Every record up to this sequence number is known not to match. */
    public long checkedSeq() {
        return checkedSeq;
    }

    /** Records that none up to {@code seq} matches. A lost update between two threads costs one more match, never a wrong one. */
    public void raiseTo(long seq) {
        if (seq > checkedSeq) {
            checkedSeq = seq;
        }
    }
}
