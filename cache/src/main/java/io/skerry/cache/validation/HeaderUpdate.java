package io.skerry.cache.validation;

import io.skerry.cache.directive.ResponseDirectives;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.ContentCoding;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.SetCookieMode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Updating the fields of a stored response from a 304 (RFC 9111 3.2, 4.3.4). */
public final class HeaderUpdate {

    /** They describe the stored content, which the 304 does not bring (RFC 9111 3.2). */
    private static final Set<String> OF_CONTENT =
            Set.of("content-length", "content-encoding", "content-range", "vary", "transfer-encoding");

    /** What a transformed content has of its own: the origin's values concern another representation. */
    private static final Set<String> OF_TRANSFORMED_CONTENT = Set.of(
            "etag",
            "last-modified",
            "content-type",
            "content-md5",
            "digest",
            "content-digest",
            "repr-digest",
            "accept-ranges");

    private HeaderUpdate() {}

    /**
     * The stored head with the 304's fields in place of its own of the same name. Fields that describe the content stay; where
     * functions transformed the content, so do its type and validators. Fields that may not be stored are in neither.
     *
     * @param now when the 304 was received: its Date where it brings none
     */
    public static ResponseHead freshen(StoredHead stored, ResponseHead notModified, CachePolicy policy, Instant now) {
        boolean transformed = !stored.clientValidators().equals(stored.originValidators()) || mayBeCoded(stored);
        Headers brought = HopByHop.strip(notModified.headers());
        Set<String> replaced = new HashSet<>();
        Headers.Builder updated = stored.response().headers().toBuilder();
        for (int i = 0; i < brought.size(); i++) {
            String name = brought.name(i).toLowerCase(Locale.ROOT);
            if (OF_CONTENT.contains(name) || (transformed && OF_TRANSFORMED_CONTENT.contains(name))) {
                continue;
            }
            if (name.equals("set-cookie") && policy.setCookie() != SetCookieMode.STORE) {
                continue;
            }
            if (replaced.add(name)) {
                updated.remove(name);
            }
            updated.add(brought.name(i), brought.value(i));
        }
        // RFC 9111 4.2.3: an Age that the 304 does not repeat belonged to the answer before.
        if (!replaced.contains("age")) {
            updated.remove("Age");
        }
        // RFC 9110 6.6.1: the old Date would make the freshened response as old as the first one.
        if (!replaced.contains("date")) {
            updated.set("Date", HttpDate.format(now));
        }
        return stored.response().withHeaders(storable(updated.build(), policy.forUrl(stored.uri())));
    }

    // RFC 9111 3.2: what 3.1 excepts from storage, a 304 does not bring in (5.2.2.4 and 5.2.2.7, qualified).
    private static Headers storable(Headers updated, CachePolicy policy) {
        return ResponseDirectives.of(updated, policy.targetList())
                .cacheControl()
                .withoutNamed(updated);
    }

    // The edge may have coded it: a tag that the origin had not before is that of another representation.
    private static boolean mayBeCoded(StoredHead stored) {
        return !stored.contentCoding().equals(ContentCoding.IDENTITY)
                && stored.originValidators().entityTag().isEmpty();
    }
}
