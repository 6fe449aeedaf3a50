package io.skerry.edge.explain;

import io.skerry.cache.entry.Candidate;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.freshness.FreshnessInput;
import io.skerry.cache.freshness.FreshnessInputs;
import io.skerry.cache.freshness.StoredFreshness;
import io.skerry.cache.key.VariantInput;
import io.skerry.cache.key.VariantKey;
import io.skerry.cache.policy.CachePolicy;
import io.skerry.cache.policy.SpecDeviation;
import io.skerry.cache.store.StoredVariant;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Held;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** What is stored under a key, and which of it a request selects. Pure. */
final class ExplainedStore {

    private ExplainedStore() {}

    /** What a lookup would find: purged responses are not there, the newest selected one is (RFC 9111 4.1). */
    static Candidate candidate(Exchange exchange, List<StoredVariant> variants) {
        Candidate found = new Candidate.None();
        for (StoredVariant variant : variants) {
            if (variant.verdict() instanceof PurgeVerdict.Hard) {
                continue;
            }
            StoredHead head = variant.head();
            if (head.variant().selects(exchange)) {
                return new Candidate.Selected(head, variant.verdict(), Held.snapshots(head, exchange.generation()));
            }
            found = new Candidate.OtherVariants();
        }
        return found;
    }

    static JsonObject policy(CachePolicy policy) {
        JsonArray deviations = new JsonArray();
        for (SpecDeviation deviation : SpecDeviation.values()) {
            if (policy.deviations().contains(deviation)) {
                deviations.add(new JsonObject()
                        .put("name", deviation.token())
                        .put("clause", deviation.clause())
                        .put("switchedOffBy", deviation.switchedOffBy()));
            }
        }
        return new JsonObject().put("name", policy.name()).put("deviations", deviations);
    }

    static JsonArray candidates(Exchange exchange, List<StoredVariant> variants, Candidate candidate, Instant now) {
        JsonArray shown = new JsonArray();
        for (StoredVariant variant : variants) {
            boolean chosen = candidate instanceof Candidate.Selected selected
                    && Objects.equals(selected.head().variant(), variant.head().variant())
                    && selected.head().equals(variant.head());
            shown.add(candidate(exchange, variant, now).put("chosen", chosen));
        }
        return shown;
    }

    private static JsonObject candidate(Exchange exchange, StoredVariant variant, Instant now) {
        StoredHead head = variant.head();
        StoredFreshness freshness = StoredFreshness.of(head, exchange.policy());
        JsonObject shown = new JsonObject()
                .put("tier", variant.tier().name().toLowerCase(Locale.ROOT))
                .put("status", head.response().status())
                .put("contentCoding", head.contentCoding())
                .put("lengthBytes", head.body().lengthBytes())
                .put("variant", inputs(exchange, head.variant()))
                .put("selected", head.variant().selects(exchange))
                .put("purged", verdict(variant.verdict()))
                .put("fresh", freshness.freshAt(now))
                .put("ageSeconds", freshness.ageSeconds(now))
                .put("ttlSeconds", freshness.ttlSeconds(now));
        head.clientValidators().entityTag().ifPresent(tag -> shown.put("etag", tag));
        head.originValidators().entityTag().ifPresent(tag -> shown.put("originEtag", tag));
        shown.put("tags", new JsonArray(head.tags().stream().sorted().toList()));
        if (!head.parents().isEmpty()) {
            shown.put(
                    "madeFrom",
                    new JsonArray(head.parents().stream().map(Object::toString).toList()));
        }
        if (!head.snapshots().isEmpty()) {
            shown.put("snapshots", snapshots(exchange, head));
        }
        return shown.put("freshness", freshness(FreshnessInputs.of(freshness, now)));
    }

    private static JsonArray inputs(Exchange exchange, VariantKey variant) {
        JsonArray shown = new JsonArray();
        for (int i = 0; i < variant.inputs().size(); i++) {
            VariantInput input = variant.inputs().get(i);
            String stored = variant.values().get(i);
            String asked = exchange.value(input);
            shown.add(new JsonObject()
                    .put("input", input.kind().name().toLowerCase(Locale.ROOT) + ":" + input.name())
                    .put("stored", stored)
                    .put("request", asked)
                    .put("matches", stored.equals(asked)));
        }
        return shown;
    }

    private static JsonArray snapshots(Exchange exchange, StoredHead head) {
        JsonArray shown = new JsonArray();
        head.snapshots()
                .forEach(read -> shown.add(new JsonObject()
                        .put("name", read.name())
                        .put("version", read.version())
                        .put(
                                "current",
                                exchange.generation().functions().snapshots().isCurrent(read))));
        return shown;
    }

    private static String verdict(PurgeVerdict verdict) {
        return switch (verdict) {
            case PurgeVerdict.Not _ -> "no";
            case PurgeVerdict.Soft soft -> "soft, since " + soft.since();
            case PurgeVerdict.Invalidated _ -> "invalidated by an unsafe method (RFC 9111 4.4)";
            case PurgeVerdict.Hard _ -> "hard";
        };
    }

    private static JsonArray freshness(List<FreshnessInput> inputs) {
        JsonArray shown = new JsonArray();
        inputs.forEach(input -> shown.add(new JsonObject()
                .put("name", input.name())
                .put("from", input.from())
                .put("value", input.value())));
        return shown;
    }
}
