package io.skerry.edge.pipeline.fetch;

import io.skerry.cache.collapse.Flight;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.store.CacheStore.Freshening;
import io.skerry.cache.validation.ValidationDecider;
import io.skerry.cache.validation.ValidationDecision;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Held;
import io.skerry.edge.pipeline.answer.PipelineParts;
import io.skerry.edge.pipeline.answer.UpstreamAnswer;
import io.skerry.edge.pipeline.body.BodyEnds;
import io.skerry.edge.pipeline.body.LeasedBody;
import io.skerry.edge.pipeline.upstream.StoredHeads;
import java.util.Objects;
import java.util.Optional;

/** What an answer means to a request that asked the origin about several stored variants at once (RFC 9111 4.3.1). */
final class VariantAnswers {

    private final PipelineParts parts;

    VariantAnswers(PipelineParts parts) {
        this.parts = parts;
    }

    /** What was made of an answer. */
    sealed interface Resolved {

        /** It is an answer of its own: 200, an error, a failure. */
        record AsItIs() implements Resolved {}

        /**
         * It confirms a variant.
         *
         * @param whole that variant, as if the origin had sent it to this request
         */
        record Confirmed(UpstreamAnswer.Response whole) implements Resolved {
            public Confirmed {
                Objects.requireNonNull(whole);
            }
        }

        /**
         * It is of no use: ask again, without conditions.
         *
         * @param detail why
         */
        record Refetch(String detail) implements Resolved {
            public Refetch {
                Objects.requireNonNull(detail);
            }
        }
    }

    /** Reads the answer; the variants are closed or handed on inside the outcome. */
    Resolved resolve(OtherVariants variants, UpstreamAnswer answer, Exchange exchange, Flight flight) {
        if (!(answer instanceof UpstreamAnswer.Response response)
                || response.head().status() != 304) {
            variants.close();
            return new Resolved.AsItIs();
        }
        BodyEnds.leaveEmpty(response.body());
        Optional<Held> confirmed = variants.confirmedBy(response.head());
        return confirmed.isPresent()
                ? confirmed(confirmed.get(), response, exchange, flight)
                : new Resolved.Refetch("variant-unknown");
    }

    /** Freshens the variant that the origin means, and makes an answer of it that is stored for this request's own variant. */
    private Resolved confirmed(Held variant, UpstreamAnswer.Response notModified, Exchange exchange, Flight flight) {
        ValidationDecision decision = ValidationDecider.decide(
                variant.freshness(),
                exchange.request(),
                notModified.head(),
                variant.response().verdict(),
                parts.clock().instant());
        StoredHead before = variant.response().head();
        boolean kept = decision instanceof ValidationDecision.Freshen freshen
                && StoredHeads.keeping(before, freshen, notModified.derivation()) == ValidationDecision.Keeping.KEEP;
        if (!kept) {
            variant.close();
            return new Resolved.Refetch("variant-unusable");
        }
        ValidationDecision.Freshen freshen = (ValidationDecision.Freshen) decision;
        StoredHead head = StoredHeads.freshened(before, freshen.updated(), notModified, flight.start());
        if (parts.store().freshen(variant.response(), head) == Freshening.PURGED) {
            variant.close();
            return new Resolved.Refetch("purged");
        }
        return new Resolved.Confirmed(new UpstreamAnswer.Response(
                freshen.updated(),
                LeasedBody.of(variant.handOn(), exchange.context()),
                notModified.requestTime(),
                notModified.responseTime(),
                before.originValidators(),
                notModified.derivation()));
    }
}
