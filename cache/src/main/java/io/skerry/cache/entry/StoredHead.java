package io.skerry.cache.entry;

import io.skerry.cache.key.CacheKey;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.message.TargetUri;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything kept of a stored response but its content.
 *
 * @param key primary key
 * @param variant secondary key: the inputs that selected this response and their values
 * @param site the site it belongs to; no other site is ever served from it
 * @param uri the client's URI in canonical form, before rewriting: what purges of URLs, prefixes and hosts match
 * @param response status and fields as received or as updated by a 304, without connection-specific fields
 * @param requestTime when the request that obtained it was sent (RFC 9111 4.2.3 request_time)
 * @param responseTime when its head was received (response_time)
 * @param tags purge tags, from the origin, the policy and functions
 * @param parents lineage: canonical URIs of the responses it was made from; purged with them
 * @param snapshots data snapshots read while it was made
 * @param originValidators what to validate it with at the origin, or with the functions that made it from others
 * @param clientValidators what clients validate it with here; differs from the origin's when the content was transformed
 * @param contentCoding the Content-Encoding it is stored in, {@code identity} for none
 * @param body how the content is kept
 * @param stamp the purge journal's identity and position when its fetch started
 * @param freshUntil when the first of the responses it was made from goes stale, or a function wants it made anew: it is not fresh
 *     from then on, whatever its own fields and the policy say; empty for a response that was not made from others
 */
public record StoredHead(
        CacheKey key,
        VariantKey variant,
        String site,
        TargetUri uri,
        ResponseHead response,
        Instant requestTime,
        Instant responseTime,
        Set<String> tags,
        List<TargetUri> parents,
        List<SnapshotVersion> snapshots,
        Validators originValidators,
        Validators clientValidators,
        String contentCoding,
        BodyLayout body,
        JournalStamp stamp,
        Optional<Instant> freshUntil) {

    public StoredHead {
        Objects.requireNonNull(key);
        Objects.requireNonNull(variant);
        Objects.requireNonNull(site);
        Objects.requireNonNull(uri);
        Objects.requireNonNull(response);
        Objects.requireNonNull(requestTime);
        Objects.requireNonNull(responseTime);
        tags = Set.copyOf(tags);
        parents = List.copyOf(parents);
        snapshots = List.copyOf(snapshots);
        Objects.requireNonNull(originValidators);
        Objects.requireNonNull(clientValidators);
        Objects.requireNonNull(contentCoding);
        Objects.requireNonNull(body);
        Objects.requireNonNull(stamp);
        Objects.requireNonNull(freshUntil);
    }

    /** A response that was not made from others. */
    public StoredHead(
            CacheKey key,
            VariantKey variant,
            String site,
            TargetUri uri,
            ResponseHead response,
            Instant requestTime,
            Instant responseTime,
            Set<String> tags,
            List<TargetUri> parents,
            List<SnapshotVersion> snapshots,
            Validators originValidators,
            Validators clientValidators,
            String contentCoding,
            BodyLayout body,
            JournalStamp stamp) {
        this(
                key,
                variant,
                site,
                uri,
                response,
                requestTime,
                responseTime,
                tags,
                parents,
                snapshots,
                originValidators,
                clientValidators,
                contentCoding,
                body,
                stamp,
                Optional.empty());
    }

    /**
     * What the origin is asked with, where this is to be validated. None for what was made from others: of those the origin knows one
     * at most, and none of what functions say of their own.
     */
    public Validators askedWith() {
        return parents.isEmpty() && freshUntil.isEmpty() ? originValidators : Validators.NONE;
    }

    /** A draft of this head, for one that differs from it in a few components. */
    public StoredHeadDraft draft() {
        return new StoredHeadDraft(this);
    }

    /** The same response with the content kept as {@code newBody}: its length is known only when the fill has ended. */
    public StoredHead withBody(BodyLayout newBody) {
        return draft().body(newBody).done();
    }

    /** The same response, with another place in the purge log. */
    public StoredHead withStamp(JournalStamp newStamp) {
        return draft().stamp(newStamp).done();
    }

    /** The same response under other tags. */
    public StoredHead withTags(Set<String> newTags) {
        return draft().tags(newTags).done();
    }

    /** The same response, not fresh beyond an instant. */
    public StoredHead freshUntil(Instant end) {
        return draft().freshUntil(end).done();
    }
}
