package io.skerry.cache.parts;

import io.skerry.cache.entry.BodyLayout;
import io.skerry.cache.message.ByteRange;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RangeField;
import io.skerry.cache.message.RequestHead;

/**
 * Decides what range to ask for when nothing stored answers a request.
 *
 * <p>A client's range is widened to the slice it begins in: a small response then comes complete at once, and of a large one no more
 * is moved than a seek needs. A suffix needs the length first, which comes with the first slice.
 */
public final class RangeAskDecider {

    private static final int MAX_RANGES = 32;

    /** Beyond it no response is that long, and the slice's end could not be told. */
    private static final long LARGEST_OFFSET = 1L << 60;

    private RangeAskDecider() {}

    /** For whom an answer is. */
    public enum Sharing {
        /** It may be stored and serve others. */
        SHARED,
        /** It is for this request alone. */
        ALONE,
        /** Ranges of it have turned out to be of no use: it is fetched whole. */
        UNSLICED
    }

    /** What to ask for. */
    public static RangeAsk decide(RequestHead request, Sharing sharing) {
        if (!request.method().equals(Method.GET)) {
            return new RangeAsk.Whole();
        }
        return switch (RangeField.parse(request.headers(), MAX_RANGES)) {
            case RangeField.Ignored ignored -> new RangeAsk.Whole();
            case RangeField.TooMany tooMany -> new RangeAsk.Whole();
            case RangeField.Bytes bytes ->
                switch (sharing) {
                    case SHARED -> slice(bytes.ranges().getFirst());
                    case ALONE -> new RangeAsk.AsClient();
                    case UNSLICED -> new RangeAsk.Whole();
                };
        };
    }

    private static RangeAsk slice(ByteRange range) {
        long offset = switch (range) {
            case ByteRange.FromTo fromTo -> fromTo.first();
            case ByteRange.From from -> from.first();
            case ByteRange.Suffix suffix -> 0;
        };
        if (offset > LARGEST_OFFSET) {
            return new RangeAsk.Whole();
        }
        long first = offset - offset % BodyLayout.SLICE_BYTES;
        return new RangeAsk.Slice(new ByteSpan(first, first + BodyLayout.SLICE_BYTES - 1));
    }
}
