package io.skerry.cache.purge;

import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.TargetUri;
import io.skerry.cache.purge.PublishedSeq.Supply;
import io.skerry.cache.purge.index.PurgeHash;
import io.skerry.cache.purge.index.TagCase;
import java.security.SecureRandom;

/**
 * What unsafe methods have invalidated on this node (RFC 9111 4.4, RFC 9875 3): in memory, bounded, and forgotten with the process. Any
 * thread.
 */
final class Invalidations {

    private final InvalidationFilter filter = new InvalidationFilter();
    private final PurgeHash hash = new PurgeHash(new SecureRandom().nextLong(), TagCase.SENSITIVE);
    private final PublishedSeq published;

    Invalidations(PublishedSeq published) {
        this.published = published;
    }

    /** Invalidates a canonical URI of a site, at once; says whether numbers for more are left. */
    Supply add(TargetUri uri, String site) {
        return published.publishInvalidation(filter, key(uri, hash.site(site)));
    }

    /** The same for a group of the URI's origin. */
    Supply addGroup(TargetUri origin, String group, String site) {
        return published.publishInvalidation(filter, PurgeHash.key(hash.group(origin, group), hash.site(site)));
    }

    /** Whether any of them is newer than a sequence number and concerns a response, or one that it was made from. */
    boolean matches(StoredHead head, long from) {
        if (!filter.newerThan(from)) {
            return false;
        }
        long site = hash.site(head.site());
        if (filter.newest(key(head.uri(), site)) > from) {
            return true;
        }
        for (TargetUri parent : head.parents()) {
            if (filter.newest(key(parent, site)) > from) {
                return true;
            }
        }
        for (String tag : head.tags()) {
            if (filter.newest(PurgeHash.key(hash.group(head.uri(), tag), site)) > from) {
                return true;
            }
        }
        return false;
    }

    private long key(TargetUri uri, long site) {
        return PurgeHash.key(PurgeHash.withQuery(hash.url(uri), uri.query()), site);
    }
}
