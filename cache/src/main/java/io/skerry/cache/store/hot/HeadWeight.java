package io.skerry.cache.store.hot;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.TargetUri;

/**
 * The heap that a stored head takes, estimated: what the policy charges beside the slots, so that a million tiny responses
 * cannot fill the heap while the slots look empty.
 */
final class HeadWeight {

    /** The entry, its ids, its place in the index and in the policy, the records of a head, and what is kept in its margin. */
    private static final int FIXED = 1024;
    /** A string beyond its characters. */
    private static final int STRING = 56;

    private HeadWeight() {}

    static long of(StoredHead head) {
        long bytes = (long) FIXED + STRING + head.key().text().length();
        Headers headers = head.response().headers();
        for (int i = 0; i < headers.size(); i++) {
            bytes += 2L * STRING + headers.name(i).length() + headers.value(i).length();
        }
        bytes += ofUri(head.uri().path().length() + head.uri().query().length());
        for (String tag : head.tags()) {
            bytes += STRING + tag.length();
        }
        for (int i = 0; i < head.variant().inputs().size(); i++) {
            bytes += 2L * STRING
                    + head.variant().inputs().get(i).name().length()
                    + head.variant().values().get(i).length();
        }
        for (TargetUri parent : head.parents()) {
            bytes += ofUri(parent.path().length() + parent.query().length());
        }
        return bytes + (long) head.snapshots().size() * STRING;
    }

    private static long ofUri(int characters) {
        return 3L * STRING + characters;
    }
}
