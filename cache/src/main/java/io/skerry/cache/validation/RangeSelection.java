package io.skerry.cache.validation;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.ByteRange;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RangeField;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Selects the part of a complete response that a request asks for (RFC 9110 14.2). Asked after the preconditions (13.2.2).
 *
 * <p>An answer never has more content than the whole: too many ranges, and ranges that overlap, are answered with all of it (RFC 9110
 * 17.15).
 */
public final class RangeSelection {

    /** More ranges than this are answered with the whole response. */
    public static final int MAX_RANGES = 32;

    private RangeSelection() {}

    /**
     * The part to send.
     *
     * @param validators those that clients see, for If-Range
     * @param lengthBytes of the complete content
     * @param responseTime when the response was received
     */
    public static RangeDecision select(
            RequestHead request, ResponseHead response, Validators validators, long lengthBytes, Instant responseTime) {
        boolean concerned = request.method().equals(Method.GET) && response.status() == 200;
        if (!concerned
                || !request.headers().contains("Range")
                || !ifRangeHolds(request, response, validators, responseTime)) {
            return new RangeDecision.Whole();
        }
        return switch (RangeField.parse(request.headers(), MAX_RANGES)) {
            case RangeField.Ignored ignored -> new RangeDecision.Whole();
            case RangeField.TooMany tooMany -> new RangeDecision.Whole();
            case RangeField.Bytes bytes -> decide(bytes.ranges(), lengthBytes);
        };
    }

    private static RangeDecision decide(List<ByteRange> ranges, long lengthBytes) {
        List<ByteSpan> spans = new ArrayList<>(ranges.size());
        for (ByteRange range : ranges) {
            range.resolve(lengthBytes).ifPresent(spans::add);
        }
        if (spans.isEmpty()) {
            // RFC 9110 14.1.2: of nothing, a suffix of some length is satisfiable, and no Content-Range can say
            // so. What begins at the first byte may mean all there is, and is answered with that (14.2).
            boolean allOfNothing = lengthBytes == 0 && ranges.stream().anyMatch(RangeSelection::mayMeanAll);
            return allOfNothing ? new RangeDecision.Whole() : new RangeDecision.Unsatisfiable();
        }
        if (spans.size() == 1) {
            return new RangeDecision.Single(spans.getFirst());
        }
        return anyOverlap(spans) ? new RangeDecision.Whole() : new RangeDecision.Multiple(spans);
    }

    private static boolean mayMeanAll(ByteRange range) {
        return switch (range) {
            case ByteRange.FromTo fromTo -> fromTo.first() == 0;
            case ByteRange.From from -> from.first() == 0;
            case ByteRange.Suffix suffix -> suffix.count() > 0;
        };
    }

    private static boolean anyOverlap(List<ByteSpan> spans) {
        for (int i = 1; i < spans.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (spans.get(i).overlaps(spans.get(j))) {
                    return true;
                }
            }
        }
        return false;
    }

    // RFC 9110 13.1.5: the tag by strong comparison; a date exactly, and only where it is a strong validator.
    private static boolean ifRangeHolds(
            RequestHead request, ResponseHead response, Validators validators, Instant responseTime) {
        Optional<String> condition = request.headers().first("If-Range");
        if (condition.isEmpty()) {
            return true;
        }
        Optional<EntityTag> tag = EntityTag.parse(condition.get());
        if (tag.isPresent()) {
            Optional<EntityTag> current = validators.entityTag().flatMap(EntityTag::parse);
            return current.isPresent() && tag.get().stronglyEquals(current.get());
        }
        Optional<Instant> copy = HttpDate.parse(condition.get(), responseTime);
        Optional<Instant> modified = validators.lastModified().flatMap(text -> HttpDate.parse(text, responseTime));
        return copy.isPresent() && copy.equals(modified) && isStrong(modified.get(), response, responseTime);
    }

    // RFC 9110 8.8.2.2: strong when the response was made a second or more after the modification.
    private static boolean isStrong(Instant modified, ResponseHead response, Instant responseTime) {
        Optional<Instant> date = response.headers().first("Date").flatMap(text -> HttpDate.parse(text, responseTime));
        return date.isPresent() && Duration.between(modified, date.get()).toSeconds() >= 1;
    }
}
