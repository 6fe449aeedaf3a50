package io.skerry.cache.validation;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.EntityTag;
import io.skerry.cache.message.EntityTagList;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A client's preconditions, evaluated against a response that is stored or has just arrived (RFC 9111 4.3.2, RFC 9110 13.2).
 *
 * <p>If-None-Match goes before If-Modified-Since. If-Match and If-Unmodified-Since are for origins: {@code ReuseDecider} passes
 * requests with them on, and 412 never comes from here.
 */
public final class Preconditions {

    private Preconditions() {}

    /**
     * What the preconditions say.
     *
     * @param response what would be answered; preconditions count for 200 and 206 alone
     * @param validators those that clients see
     * @param responseTime when it was received: stands in for absent dates
     */
    public static PreconditionDecision decide(
            RequestHead request, ResponseHead response, Validators validators, Instant responseTime) {
        boolean success = response.status() == 200 || response.status() == 206;
        if (!success || !request.method().answeredFromCache()) {
            return PreconditionDecision.PROCEED;
        }
        List<String> ifNoneMatch = request.headers().all("If-None-Match");
        if (!ifNoneMatch.isEmpty()) {
            return noneMatch(ifNoneMatch, validators);
        }
        Optional<String> ifModifiedSince = request.headers().first("If-Modified-Since");
        return ifModifiedSince.isPresent()
                ? modifiedSince(ifModifiedSince.get(), response.headers(), validators, responseTime)
                : PreconditionDecision.PROCEED;
    }

    private static PreconditionDecision noneMatch(List<String> lines, Validators validators) {
        boolean matches = switch (EntityTagList.parse(lines)) {
            case EntityTagList.Any any -> true;
            case EntityTagList.Listed listed -> {
                Optional<EntityTag> current = validators.entityTag().flatMap(EntityTag::parse);
                yield current.isPresent() && listed.containsWeakly(current.get());
            }
        };
        return matches ? PreconditionDecision.NOT_MODIFIED : PreconditionDecision.PROCEED;
    }

    // RFC 9111 4.3.2: without Last-Modified the Date counts, without Date the time of reception.
    private static PreconditionDecision modifiedSince(
            String since, Headers response, Validators validators, Instant responseTime) {
        Optional<Instant> copy = HttpDate.parse(since, responseTime);
        if (copy.isEmpty()) {
            return PreconditionDecision.PROCEED;
        }
        Instant modified = validators
                .lastModified()
                .or(() -> response.first("Date"))
                .flatMap(text -> HttpDate.parse(text, responseTime))
                .orElse(responseTime);
        return modified.isAfter(copy.get()) ? PreconditionDecision.PROCEED : PreconditionDecision.NOT_MODIFIED;
    }
}
