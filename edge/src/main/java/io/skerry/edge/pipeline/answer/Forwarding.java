package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.parts.RangeAsk;
import io.skerry.cache.reuse.ReuseDecision;
import io.skerry.cache.reuse.ValidateReason;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.status.ForwardReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a request goes forward to the origin, and with what in hand.
 *
 * @param reason in {@code Cache-Status}
 * @param detail the deciding reason's token
 * @param validators to ask with; none for a request without conditions
 * @param ask what part of the response is asked for
 * @param candidate the stored response to be validated, which may still serve if the origin fails; owned, see {@link #close}
 */
public record Forwarding(
        ForwardReason reason,
        String detail,
        Validators validators,
        RangeAsk ask,
        @Nullable Held candidate) {

    private static final RangeAsk WHOLE = new RangeAsk.Whole();

    /** Nothing stored is of use. */
    public static Forwarding fetch(ReuseDecision.Fetch fetch) {
        return new Forwarding(fetch.reason().forward(), fetch.reason().token(), Validators.NONE, WHOLE, null);
    }

    /** A stored response is to be validated. */
    public static Forwarding validate(ReuseDecision.Validate validate, @Nullable Held held) {
        return new Forwarding(
                validate.reason().forward(), validate.reason().token(), validate.validators(), WHOLE, held);
    }

    /** A stored response is being served stale, and validated meanwhile. */
    public static Forwarding revalidate(Held held) {
        return new Forwarding(
                ForwardReason.STALE,
                ValidateReason.STALE.token(),
                held.response().head().askedWith(),
                WHOLE,
                held);
    }

    /** The same, for a request without conditions after the candidate was closed. */
    public Forwarding withoutCandidate(String newDetail) {
        return new Forwarding(reason, newDetail, Validators.NONE, WHOLE, null);
    }

    /** The same, for a part of the response. */
    public Forwarding asking(RangeAsk newAsk) {
        return newAsk.equals(ask) ? this : new Forwarding(reason, detail, validators, newAsk, candidate);
    }

    /** The beginning of what {@code Cache-Status} says; the detail only where it says more than the reason. */
    public CacheStatus.Forwarded status() {
        return status(reason, detail);
    }

    /** The same for a request that goes forward with nothing in hand. */
    public static CacheStatus.Forwarded status(ForwardReason reason, String detail) {
        CacheStatus.Forwarded status = CacheStatus.Forwarded.because(reason);
        return detail.equals(reason.token()) ? status : status.withDetail(detail);
    }

    /** The candidate, if there is one. */
    public Optional<Held> held() {
        return Optional.ofNullable(candidate);
    }

    /** Gives the candidate back, if there is one. */
    public void close() {
        Held.release(candidate);
    }
}
