package io.skerry.cache.store.hot;

import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.purge.PurgeCursor;
import io.skerry.cache.store.HeadMargin;
import java.util.Objects;

/**
 * A head and how far it was compared with the purge log. Replaced as one value when a 304 freshens the response.
 *
 * @param head the stored head
 * @param cursor its place in the purge log
 * @param margin what those who serve it keep beside it
 */
public record StoredVersion(StoredHead head, PurgeCursor cursor, HeadMargin margin) {
    public StoredVersion {
        Objects.requireNonNull(head);
        Objects.requireNonNull(cursor);
        Objects.requireNonNull(margin);
    }

    /** The same head, stamped with how far it was compared; itself if it is already. */
    public StoredVersion compared() {
        JournalStamp further = head.stamp().atLeast(cursor.checkedSeq());
        return further.equals(head.stamp()) ? this : new StoredVersion(head.withStamp(further), cursor, margin);
    }

    /** A head not compared with anything newer than its own stamp. */
    public static StoredVersion of(StoredHead head) {
        return new StoredVersion(head, new PurgeCursor(head.stamp().seq()), new HeadMargin());
    }
}
