package io.skerry.edge.pipeline.slices;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.entry.PurgeVerdict;
import io.skerry.cache.entry.StoredHead;
import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.status.ForwardReason;
import io.skerry.cache.store.StoredResponse;
import io.skerry.cache.validation.PreconditionDecision;
import io.skerry.cache.validation.Preconditions;
import io.skerry.cache.validation.RangeDecision;
import io.skerry.cache.validation.RangeSelection;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.pipeline.answer.Answer;
import io.skerry.edge.pipeline.answer.ErrorAnswers;
import io.skerry.edge.pipeline.answer.Exchange;
import io.skerry.edge.pipeline.answer.Refusal;
import io.skerry.edge.pipeline.body.Closing;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.upstream.OriginRequests;
import io.skerry.origin.OriginFailure;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers whose content is kept in slices: the first slice that the client needs is had before its head is sent, so that a failing
 * origin is an error and another version a new beginning, and not a broken transfer.
 */
public final class SlicedAnswers {

    private final SliceSteps steps;
    private final InstantSource clock;

    /** Answers whose slices {@code steps} bring. */
    public SlicedAnswers(SliceSteps steps, InstantSource clock) {
        this.steps = steps;
        this.clock = clock;
    }

    /** Whether an answer's content is in slices. */
    public static boolean concerns(Answer answer) {
        return answer.content() instanceof Content.Leased leased
                && (leased.lease() instanceof SlicedBody
                        || (leased.owner() instanceof StoredResponse stored
                                && stored.head().body() instanceof BodyLayout.Slices));
    }

    /**
     * The answer with its content at hand.
     *
     * @param answer one that {@link #concerns} this
     * @param again begins the request anew, where what is stored turns out to be of no use
     */
    public Future<Answer> open(Exchange exchange, Answer answer, Supplier<Future<Answer>> again) {
        Content.Leased content = (Content.Leased) answer.content();
        StoredResponse stored = content.owner() instanceof StoredResponse response ? response : null;
        SlicedBody body = content.lease() instanceof SlicedBody begun ? begun : body(exchange, stored);
        if (!OriginRequests.storedAsSent(exchange)) {
            return anew(exchange, body, again);
        }
        long length = body.whole().body().lengthBytes();
        Answer whole = answer.with(new Content.Leased(body, 0, length, body));
        Optional<ByteSpan> wanted =
                orClosed(body, () -> wanted(exchange.request(), answer.head(), length, clock.instant()));
        if (wanted.isEmpty()) {
            return Future.succeededFuture(whole);
        }
        return body.prepare(wanted.get())
                .onFailure(_ -> whole.content().close())
                .compose(slice -> prepared(exchange, whole, stored, slice, again));
    }

    private SlicedBody body(Exchange exchange, @Nullable StoredResponse stored) {
        if (stored == null || !(stored.head().body() instanceof BodyLayout.Slices layout)) {
            throw new IllegalArgumentException("not kept in slices");
        }
        return new SlicedBody(exchange, steps, stored.head(), layout, stored);
    }

    /** What a step comes to; where it throws nobody else would close the body. */
    private static <T> T orClosed(AutoCloseable body, Supplier<T> step) {
        try {
            return step.get();
        } catch (Throwable defect) {
            Closing.quietly(body);
            throw defect;
        }
    }

    /** The bytes that the client will get first; empty where it gets none. */
    private static Optional<ByteSpan> wanted(RequestHead request, ResponseHead head, long lengthBytes, Instant now) {
        Validators validators = Validators.of(head.headers(), now);
        if (!request.method().equals(Method.GET)
                || Preconditions.decide(request, head, validators, now) == PreconditionDecision.NOT_MODIFIED) {
            return Optional.empty();
        }
        return switch (RangeSelection.select(request, head, validators, lengthBytes, now)) {
            case RangeDecision.Whole _ -> Optional.of(new ByteSpan(0, lengthBytes - 1));
            case RangeDecision.Single single -> Optional.of(single.span());
            case RangeDecision.Multiple multiple -> Optional.of(multiple.spans().getFirst());
            case RangeDecision.Unsatisfiable _ -> Optional.empty();
        };
    }

    private Future<Answer> prepared(
            Exchange exchange,
            Answer whole,
            @Nullable StoredResponse stored,
            Slice slice,
            Supplier<Future<Answer>> again) {
        // Purge rule 6: a slice may have been waited for.
        AutoCloseable body = ((Content.Leased) whole.content()).owner();
        if (stored != null && orClosed(body, stored::verdict) instanceof PurgeVerdict.Hard) {
            whole.content().close();
            return again.get();
        }
        return switch (slice) {
            case Slice.Ready ready ->
                Future.succeededFuture(orClosed(body, () -> withStatus(exchange, whole, ready.source())));
            case Slice.Outdated _ -> anew(exchange, (SlicedBody) ((Content.Leased) whole.content()).lease(), again);
            case Slice.Forbidden _ -> {
                whole.content().close();
                yield ErrorAnswers.refuse(exchange, Refusal.ONLY_IF_CACHED);
            }
            case Slice.Failed failed -> {
                whole.content().close();
                yield failed(exchange, failed);
            }
        };
    }

    // An origin whose versions change from one answer to the next is asked for all of it at once.
    private Future<Answer> anew(Exchange exchange, SlicedBody body, Supplier<Future<Answer>> again) {
        StoredHead outdated = body.whole();
        body.close();
        exchange.attempts().foundOutdated();
        return steps.drop(exchange, outdated).compose(_ -> again.get());
    }

    private static Future<Answer> failed(Exchange exchange, Slice.Failed failed) {
        CacheStatus.Forwarded forwarded = CacheStatus.Forwarded.because(ForwardReason.PARTIAL);
        if (failed.failure().isEmpty()) {
            String detail = Refusal.NO_ANSWER.token();
            return ErrorAnswers.refuse(exchange, Refusal.NO_ANSWER)
                    .map(error -> error.saying(exchange.said(forwarded.withDetail(detail))));
        }
        OriginFailure failure = failed.failure().get();
        String detail = ErrorAnswers.token(failure);
        exchange.took(CacheOutcome.MISS, detail);
        return Future.succeededFuture(ErrorAnswers.of(failure, exchange.client().requestId(), forwarded)
                .saying(exchange.said(forwarded.withDetail(detail))));
    }

    // RFC 9211 2.2: a partial response was selected that did not have the range.
    private static Answer withStatus(Exchange exchange, Answer answer, Slice.Source source) {
        boolean hit = exchange.outcome() == CacheOutcome.HIT_HOT || exchange.outcome() == CacheOutcome.HIT_DISK;
        if (!hit || source == Slice.Source.STORED) {
            return answer;
        }
        CacheStatus.Forwarded status = CacheStatus.Forwarded.because(ForwardReason.PARTIAL)
                .withTtl(answer.provenance().freshness().toSeconds());
        return switch (source) {
            case FETCHED -> {
                exchange.took(CacheOutcome.MISS, ForwardReason.PARTIAL.token());
                yield answer.saying(exchange.said(status.withStorage(CacheStatus.Storage.STORED)));
            }
            case COLLAPSED -> {
                exchange.took(CacheOutcome.COLLAPSED, ForwardReason.PARTIAL.token());
                yield answer.saying(exchange.said(status.withCollapse(CacheStatus.Collapse.COLLAPSED)));
            }
            case PASSED -> {
                exchange.took(CacheOutcome.MISS, ForwardReason.PARTIAL.token());
                yield answer.saying(exchange.said(status));
            }
            case STORED -> answer;
        };
    }
}
