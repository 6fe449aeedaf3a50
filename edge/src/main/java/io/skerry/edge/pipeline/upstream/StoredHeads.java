package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.JournalStamp;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.StoredHeadDraft;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.storing.PurgeTags;
import io.skerry.cache.storing.StorageDecision;
import io.skerry.cache.validation.ValidationDecision;
import io.skerry.cache.validation.ValidationDecision.Keeping;
import io.skerry.edge.generation.Caching;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.functions.runtime.Derivation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts together what is kept of a response: what the rules say, what functions recorded, what the policy adds. Pure. */
public final class StoredHeads {

    private static final VariantInput ACCEPT_ENCODING = new VariantInput(VariantInput.Kind.HEADER, "accept-encoding");

    /** What a 304 says of how, and how long, a response may be reused; so do the fields whose names end with cache-control. */
    private static final Set<String> OF_REUSE =
            Set.of("age", "date", "etag", "expires", "last-modified", "pragma", "vary");

    private static final Set<String> OF_TAGS = PurgeTags.FIELDS.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    private StoredHeads() {}

    /** A head to store, or why there is none. */
    public sealed interface Made {

        /** Everything the store keeps but the content. */
        record Head(StoredHead head) implements Made {
            public Head {
                Objects.requireNonNull(head);
            }
        }

        /** How it came about forbids to store it. */
        record NotStorable(String reason) implements Made {
            public NotStorable {
                Objects.requireNonNull(reason);
            }
        }
    }

    /**
     * The head of a response about to be stored.
     *
     * @param store what the rules keep of it
     * @param response as it came, with what functions recorded
     * @param start where the purge journal stood before its fetch began
     */
    public static Made of(
            Exchange exchange, StorageDecision.Store store, UpstreamAnswer.Response response, JournalStamp start) {
        Derivation derivation = response.derivation();
        if (derivation.refusal().isPresent()) {
            return new Made.NotStorable("function: " + derivation.refusal().get());
        }
        return switch (PurgeTags.with(store.tags(), added(exchange, derivation))) {
            case PurgeTags.TooMany _ -> new Made.NotStorable("too-many-tags");
            case PurgeTags.Tags tags -> new Made.Head(head(exchange, store, response, tags.tags(), start));
        };
    }

    private static Set<String> added(Exchange exchange, Derivation derivation) {
        Set<String> tags = new HashSet<>(derivation.tags());
        switch (exchange.route().caching()) {
            case Caching.Off _ -> {}
            case Caching.By by -> by.tags().forEach(template -> tags.add(template.expand(exchange.captures())));
        }
        return tags;
    }

    private static StoredHead head(
            Exchange exchange,
            StorageDecision.Store store,
            UpstreamAnswer.Response response,
            Set<String> tags,
            JournalStamp start) {
        Derivation derivation = response.derivation();
        Validators client = Validators.of(store.stored().headers(), response.responseTime());
        StoredHead head = new StoredHead(
                exchange.keyed().key(),
                VariantKey.read(inputs(codings(store.vary(), exchange.policy()), derivation.inputs()), exchange),
                exchange.route().site().name(),
                exchange.keyed().canonical(),
                store.stored(),
                response.requestTime(),
                response.responseTime(),
                tags,
                derivation.parents(),
                derivation.snapshots(),
                response.originValidators(),
                client,
                store.stored().headers().first("Content-Encoding").orElse("identity"),
                new BodyLayout.Whole(response.body().declaredBytes().orElse(0)),
                derivation.earliestSource().map(start::earlier).orElse(start));
        Optional<Instant> end = derivation.longestFreshness().map(response.responseTime()::plus);
        return end.map(head::freshUntil).orElse(head);
    }

    /** Where the origin was asked for the client's choice of the policy's codings, that choice is what selects. */
    private static List<VariantInput> codings(List<VariantInput> vary, CachePolicy policy) {
        if (!policy.compression().on() || !vary.contains(ACCEPT_ENCODING)) {
            return vary;
        }
        VariantInput coding =
                new VariantInput(VariantInput.Kind.CODING, policy.compression().offer());
        return vary.stream()
                .map(input -> input.equals(ACCEPT_ENCODING) ? coding : input)
                .toList();
    }

    private static List<VariantInput> inputs(List<VariantInput> vary, List<VariantInput> tracked) {
        if (tracked.isEmpty()) {
            return vary;
        }
        List<VariantInput> all = new ArrayList<>(vary);
        for (VariantInput input : tracked) {
            if (!all.contains(input)) {
                all.add(input);
            }
        }
        return all;
    }

    /**
     * A 304 for a response of which functions made something else: what it says of reuse, and its tags. Other fields would bring back
     * what the functions left out, or changed; RFC 9111 3.2 lets caches that store what was made of a response omit them.
     */
    public static ResponseHead confirming(ResponseHead notModified) {
        return notModified.withHeaders(notModified
                .headers()
                .keeping(name -> OF_REUSE.contains(name) || OF_TAGS.contains(name) || name.endsWith("cache-control")));
    }

    /**
     * Whether what confirms a stored response was made as that was: from the same responses, of no other data, and of nothing more of
     * the request. A 304 of the origin vouches for nothing that was made from others.
     */
    public static boolean madeAlike(StoredHead stored, Derivation confirmation) {
        return Set.copyOf(stored.parents()).equals(Set.copyOf(confirmation.parents()))
                && stored.snapshots().containsAll(confirmation.snapshots())
                && stored.variant().inputs().containsAll(confirmation.inputs());
    }

    /**
     * A stored head with what a 304 brought (RFC 9111 4.3.4).
     *
     * <p>It carries the validation's own start (purge rule 7), or the earlier one of the sources that functions fetched for it (rule 3),
     * and is as fresh as these. A derived response of which a HEAD alone says something keeps its place and its freshness.
     */
    public static StoredHead freshened(
            StoredHead stored, ResponseHead updated, UpstreamAnswer.Response notModified, JournalStamp start) {
        Derivation derivation = notModified.derivation();
        Set<String> tags = new HashSet<>(stored.tags());
        tags.addAll(derivation.tags());
        if (PurgeTags.of(updated.headers()) instanceof PurgeTags.Tags more) {
            tags.addAll(more.tags());
        }
        StoredHead head = freshened(stored, updated, notModified).tags(tags).done();
        if (notModified.head().status() != 304) {
            return head.withStamp(
                    stored.parents().isEmpty() ? start : stored.stamp().earlier(start));
        }
        StoredHead placed =
                head.withStamp(derivation.earliestSource().map(start::earlier).orElse(start));
        return derivation
                .longestFreshness()
                .map(notModified.responseTime()::plus)
                .map(placed::freshUntil)
                .orElse(placed);
    }

    private static StoredHeadDraft freshened(
            StoredHead stored, ResponseHead updated, UpstreamAnswer.Response notModified) {
        return stored.draft()
                .response(updated)
                .times(notModified.requestTime(), notModified.responseTime())
                .validators(
                        originValidators(stored, notModified),
                        Validators.of(updated.headers(), notModified.responseTime()));
    }

    /**
     * Whether a stored head with what a 304 brought would have more tags than are kept, or a longer one: a purge by those that are lost
     * would miss it.
     */
    public static boolean losesTags(StoredHead stored, ResponseHead updated) {
        return losesTags(stored.tags(), updated);
    }

    private static boolean losesTags(Set<String> before, ResponseHead updated) {
        return switch (PurgeTags.of(updated.headers())) {
            case PurgeTags.TooMany _ -> true;
            case PurgeTags.Tags tags -> PurgeTags.with(before, tags.tags()) instanceof PurgeTags.TooMany;
        };
    }

    /**
     * What becomes of a stored response that a 304 freshened: what the decision says, unless a purge would miss it then, or a source of
     * the confirmation is for this request alone.
     */
    public static Keeping keeping(StoredHead stored, ValidationDecision.Freshen freshen, Derivation confirmation) {
        if (freshen.keeping() != Keeping.KEEP) {
            return freshen.keeping();
        }
        Set<String> tags = new HashSet<>(stored.tags());
        tags.addAll(confirmation.tags());
        if (losesTags(tags, freshen.updated())) {
            return Keeping.REMOVE;
        }
        return confirmation.refusal().isPresent() ? Keeping.LEAVE : Keeping.KEEP;
    }

    private static Validators originValidators(StoredHead stored, UpstreamAnswer.Response notModified) {
        Validators brought = notModified.originValidators();
        return new Validators(
                brought.entityTag().or(() -> stored.originValidators().entityTag()),
                brought.lastModified().or(() -> stored.originValidators().lastModified()));
    }
}
