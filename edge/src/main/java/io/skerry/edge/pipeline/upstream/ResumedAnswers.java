package io.skerry.edge.pipeline.upstream;

import io.skerry.cache.directive.CacheControl;
import io.skerry.cache.directive.Directive;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.Method;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.store.StoredResponse.Tier;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Provenance;
import io.skerry.edge.pipeline.body.Content;

/** Which answers out of the store go on from the origin where the disk fails them midway ({@link ResumedBody}). */
public final class ResumedAnswers {

    /** What is no longer than this was read and verified before the head is sent, or never left memory. */
    private static final long AT_ONCE_BYTES = 64 << 10;

    private final Upstream upstream;

    /** Answers whose rest {@code upstream} is asked for. */
    public ResumedAnswers(Upstream upstream) {
        this.upstream = upstream;
    }

    /** The answer, with a content that goes on where that is possible. */
    public Answer of(Exchange exchange, Answer answer) {
        if (!(answer.content() instanceof Content.Leased leased)
                || leased.to() <= AT_ONCE_BYTES
                || leased.to() == Long.MAX_VALUE
                || leased.from() != 0
                || (leased.owner() instanceof StoredResponse stored && stored.tier() == Tier.HOT)
                || !(answer.provenance() instanceof Provenance.Stored stored)
                || !resumable(exchange, stored.head())) {
            return answer;
        }
        ResumedBody body = new ResumedBody(exchange, upstream, stored.head(), leased);
        return answer.with(new Content.Leased(body, 0, leased.to(), body));
    }

    private static boolean resumable(Exchange exchange, StoredHead head) {
        return head.response().status() == 200
                && exchange.request().method().equals(Method.GET)
                && isTheOriginsOwn(head)
                && OriginRequests.storedAsSent(exchange)
                // RFC 9111 5.2.1.7
                && !CacheControl.of(exchange.request().headers()).has(Directive.ONLY_IF_CACHED);
    }

    // The bytes as the origin has them, under a tag that names them alone: not what was compressed or made here.
    private static boolean isTheOriginsOwn(StoredHead head) {
        return head.clientValidators().equals(head.originValidators())
                && head.originValidators()
                        .entityTag()
                        .flatMap(EntityTag::parse)
                        .filter(tag -> tag.strength() == EntityTag.Strength.STRONG)
                        .isPresent();
    }
}
