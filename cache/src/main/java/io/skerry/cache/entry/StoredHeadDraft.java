package io.skerry.cache.entry;

import io.skerry.cache.message.ResponseHead;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A stored head that differs from another in a few components: key, variant, site and lineage stay. Used once, by one thread. */
public final class StoredHeadDraft {

    private final StoredHead from;
    private ResponseHead response;
    private Instant requestTime;
    private Instant responseTime;
    private Set<String> tags;
    private Validators originValidators;
    private Validators clientValidators;
    private BodyLayout body;
    private JournalStamp stamp;
    private Optional<Instant> freshUntil;

    StoredHeadDraft(StoredHead from) {
        this.from = from;
        this.response = from.response();
        this.requestTime = from.requestTime();
        this.responseTime = from.responseTime();
        this.tags = from.tags();
        this.originValidators = from.originValidators();
        this.clientValidators = from.clientValidators();
        this.body = from.body();
        this.stamp = from.stamp();
        this.freshUntil = from.freshUntil();
    }

    /** Another status, or other fields. */
    public StoredHeadDraft response(ResponseHead newResponse) {
        response = newResponse;
        return this;
    }

    /** When the exchange took place that it is owed to. */
    public StoredHeadDraft times(Instant request, Instant received) {
        requestTime = request;
        responseTime = received;
        return this;
    }

    /** Other purge tags. */
    public StoredHeadDraft tags(Set<String> newTags) {
        tags = newTags;
        return this;
    }

    /** What to validate it with, at the origin and by clients. */
    public StoredHeadDraft validators(Validators origin, Validators client) {
        originValidators = origin;
        clientValidators = client;
        return this;
    }

    /** Another way in which the content is kept. */
    public StoredHeadDraft body(BodyLayout newBody) {
        body = newBody;
        return this;
    }

    /** Another place in the purge log. */
    public StoredHeadDraft stamp(JournalStamp newStamp) {
        stamp = newStamp;
        return this;
    }

    /** Not fresh beyond an instant. */
    public StoredHeadDraft freshUntil(Instant end) {
        freshUntil = Optional.of(end);
        return this;
    }

    /** The head. */
    public StoredHead done() {
        return new StoredHead(
                from.key(),
                from.variant(),
                from.site(),
                from.uri(),
                response,
                requestTime,
                responseTime,
                tags,
                from.parents(),
                from.snapshots(),
                originValidators,
                clientValidators,
                from.contentCoding(),
                body,
                stamp,
                freshUntil);
    }
}
