package io.skerry.cache.parts;

import io.skerry.cache.message.RangeField;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import java.util.OptionalLong;

/** Decides what an answer is, in view of the range that was asked for. An unsolicited 206 is left to those who store: they never do. */
public final class RangeAnswerDecider {

    private static final int PARTIAL = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private RangeAnswerDecider() {}

    /**
     * The decision.
     *
     * @param ask what was asked for
     * @param request as the client made it
     * @param answer as received
     * @param declaredBytes of its content, where it says so
     */
    public static RangeAnswer decide(
            RangeAsk ask, RequestHead request, ResponseHead answer, OptionalLong declaredBytes) {
        boolean ofRange = answer.status() == PARTIAL || answer.status() == RANGE_NOT_SATISFIABLE;
        if (!ofRange) {
            return complete(ask, answer, declaredBytes);
        }
        return switch (ask) {
            case RangeAsk.Whole whole -> new RangeAnswer.Whole(answer);
            case RangeAsk.AsClient asClient -> new RangeAnswer.ForClient();
            case RangeAsk.Slice slice ->
                answer.status() == PARTIAL ? partial(slice, answer, declaredBytes) : refused(slice, request);
        };
    }

    // An origin that was asked for a part and sends the whole gives no parts, whatever its Accept-Ranges says.
    private static RangeAnswer complete(RangeAsk ask, ResponseHead answer, OptionalLong declaredBytes) {
        return ask instanceof RangeAsk.Whole && PartDecider.sliceable(answer, declaredBytes)
                ? new RangeAnswer.Sliceable(answer, declaredBytes.orElseThrow())
                : new RangeAnswer.Whole(answer);
    }

    private static RangeAnswer partial(RangeAsk.Slice slice, ResponseHead answer, OptionalLong declaredBytes) {
        return switch (PartDecider.decide(slice.span(), answer, declaredBytes)) {
            case PartDecision.Complete complete -> new RangeAnswer.Whole(complete.whole());
            case PartDecision.Part part -> new RangeAnswer.First(part);
            case PartDecision.Unusable unusable ->
                new RangeAnswer.AskWhole(unusable.fault().token());
        };
    }

    // The slice begins at or before the client's one range: where it has no byte, the range has none. A failing
    // If-Range would want the whole nonetheless (RFC 9110 13.1.5).
    private static RangeAnswer refused(RangeAsk.Slice slice, RequestHead request) {
        boolean single = RangeField.parse(request.headers(), 1) instanceof RangeField.Bytes;
        boolean beyond =
                slice.span().first() > 0 && single && !request.headers().contains("If-Range");
        return beyond ? new RangeAnswer.ForClient() : new RangeAnswer.AskWhole("range-refused");
    }
}
