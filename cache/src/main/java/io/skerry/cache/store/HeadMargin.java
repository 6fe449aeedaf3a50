package io.skerry.cache.store;

import org.jspecify.annotations.Nullable;

/**
 * Room beside one version of a stored head in memory, where those who serve it keep what they worked out of it.
 *
 * <p>Any thread. What is kept must be immutable, and must be worth working out again: readers that race each work it out, and the last
 * one's stays.
 */
public final class HeadMargin {

    // Written without order: the value is immutable, and a reader that misses it works it out itself.
    private @Nullable Object note;

    /** An empty margin. */
    public HeadMargin() {}

    /** What was kept last; null at first. */
    public @Nullable Object note() {
        return note;
    }

    /** Keeps something in place of what was kept before. */
    public void keep(Object newNote) {
        note = newNote;
    }
}
