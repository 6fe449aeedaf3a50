package io.skerry.edge.pipeline.answer;

import io.skerry.cache.entry.Validators;
import io.skerry.cache.message.ByteSpan;
import io.skerry.cache.message.Headers;
import io.skerry.cache.message.HopByHop;
import io.skerry.cache.message.HttpDate;
import io.skerry.cache.message.Method;
import io.skerry.cache.message.RequestHead;
import io.skerry.cache.message.ResponseHead;
import io.skerry.cache.status.CacheStatus;
import io.skerry.cache.storing.PurgeTags;
import io.skerry.cache.validation.PreconditionDecision;
import io.skerry.cache.validation.Preconditions;
import io.skerry.cache.validation.RangeDecision;
import io.skerry.cache.validation.RangeSelection;
import io.skerry.edge.generation.Route;
import io.skerry.edge.pipeline.body.Content;
import io.skerry.edge.pipeline.body.MultipartBody;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Step 12: fits an answer to what this client asked for: its conditions, its range, its method; and adds what a proxy adds (RFC 9110
 * 7.6.3, RFC 9111 5.1, RFC 9211).
 */
public final class ResponseAssembler {

    /** This proxy's member of {@code Via} (RFC 9110 7.6.3). */
    public static final String VIA = "1.1 skerry";

    /** What describes the representation, which a 304 does not bring (RFC 9110 15.4.5); all else it says like any answer. */
    private static final Set<String> NOT_IN_NOT_MODIFIED = Set.of(
            "accept-ranges",
            "content-digest",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-length",
            "content-md5",
            "content-range",
            "content-type",
            "digest",
            "repr-digest");

    /** The fields of a request that make more of an answer than the whole of what is stored. */
    private static final List<String> SELECTIVE_FIELDS =
            List.of("If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "Range");

    private ResponseAssembler() {}

    /**
     * The answer as this client gets it.
     *
     * @param answer its content is handed on, or closed where nothing of it is sent
     * @param clock read only where a condition or an absent date asks for the time
     */
    public static ClientAnswer assemble(Exchange exchange, Answer answer, InstantSource clock) {
        PreparedHit hit = exchange.hit();
        if (hit != null && hit.fits(answer) && getsWhole(exchange.request()) && !seesTags(exchange)) {
            return hit.answer(answer, exchange.client().requestId());
        }
        ClientAnswer fitted = switch (answer.serving()) {
            case AS_IS -> whole(exchange.request(), answer.head(), answer.content());
            case REPRESENTATION -> representation(exchange.request(), answer, clock.instant());
        };
        return new ClientAnswer(
                finished(exchange, answer, fitted.head(), clock), fitted.content(), fitted.sendsContent());
    }

    private static boolean getsWhole(RequestHead request) {
        if (!request.method().equals(Method.GET)) {
            return false;
        }
        for (int i = 0; i < SELECTIVE_FIELDS.size(); i++) {
            if (request.headers().contains(SELECTIVE_FIELDS.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static ClientAnswer representation(RequestHead request, Answer answer, Instant now) {
        ResponseHead head = answer.head();
        Validators validators = Validators.of(head.headers(), now);
        if (Preconditions.decide(request, head, validators, now) == PreconditionDecision.NOT_MODIFIED) {
            answer.content().close();
            return new ClientAnswer(notModified(head), Content.None.INSTANCE, false);
        }
        if (answer.content() instanceof Content.Leased leased && leased.to() != Long.MAX_VALUE) {
            return ranged(request, head, validators, leased, now);
        }
        return whole(request, head, answer.content());
    }

    private static ResponseHead notModified(ResponseHead head) {
        return new ResponseHead(304, head.headers().keeping(name -> !NOT_IN_NOT_MODIFIED.contains(name)));
    }

    private static ClientAnswer ranged(
            RequestHead request, ResponseHead head, Validators validators, Content.Leased leased, Instant now) {
        long length = leased.to();
        return switch (RangeSelection.select(request, head, validators, length, now)) {
            case RangeDecision.Whole _ -> whole(request, acceptingRanges(head), leased);
            case RangeDecision.Multiple multiple -> several(request, head, multiple.spans(), leased);
            case RangeDecision.Single single -> {
                ByteSpan span = single.span();
                Headers headers = head.headers().with("Content-Range", span.contentRange(length));
                Content part = new Content.Leased(leased.lease(), span.first(), span.last() + 1, leased.owner());
                yield whole(request, new ResponseHead(206, headers), part);
            }
            case RangeDecision.Unsatisfiable _ -> {
                leased.close();
                yield new ClientAnswer(unsatisfiable(head.headers(), length), Content.None.INSTANCE, true);
            }
        };
    }

    /** An answer of its own: of the representation it says the length, and of what the origin said who may read answers. */
    private static ResponseHead unsatisfiable(Headers stored, long length) {
        Headers readers =
                stored.keeping(name -> name.startsWith("access-control-") || name.startsWith("cross-origin-"));
        return new ResponseHead(416, readers.followedBy("Content-Range", "bytes */" + length, "Content-Length", "0"));
    }

    private static ClientAnswer several(
            RequestHead request, ResponseHead head, List<ByteSpan> spans, Content.Leased leased) {
        if (leased.lease().forwardsOnly() && !ascend(spans)) {
            // Parts go out in the order that was asked for (RFC 9110 15.3.7.2), and what is
            // arriving may be gone by then.
            return whole(request, acceptingRanges(head), leased);
        }
        Headers headers = head.headers();
        MultipartBody parts = new MultipartBody(leased.lease(), spans, leased.to(), headers.first("Content-Type"));
        long bytes = parts.lengthBytes().orElseThrow();
        if (bytes >= leased.to()) {
            // RFC 9110 17.15: the parts never cost more than the whole.
            return whole(request, acceptingRanges(head), leased);
        }
        // RFC 9110 15.3.7.2: the parts carry Content-Range, the head does not.
        Headers multipart = headers.without("Content-Range").with("Content-Type", parts.contentType());
        return whole(request, new ResponseHead(206, multipart), new Content.Leased(parts, 0, bytes, leased.owner()));
    }

    private static boolean ascend(List<ByteSpan> spans) {
        for (int i = 1; i < spans.size(); i++) {
            if (spans.get(i).first() < spans.get(i - 1).first()) {
                return false;
            }
        }
        return true;
    }

    private static ResponseHead acceptingRanges(ResponseHead head) {
        return head.status() == 200 && !head.headers().contains("Accept-Ranges")
                ? head.withHeaders(head.headers().with("Accept-Ranges", "bytes"))
                : head;
    }

    private static ClientAnswer whole(RequestHead request, ResponseHead head, Content content) {
        boolean sendsContent = !request.method().equals(Method.HEAD) && head.status() != 204 && head.status() != 304;
        boolean originsOwn = request.method().equals(Method.HEAD) && content instanceof Content.Streamed;
        // RFC 9110 8.6: the length in an answer to HEAD is that of the content a GET would
        // get, which the origin alone knows.
        return new ClientAnswer(originsOwn ? head : framed(head, content), content, sendsContent);
    }

    /** With the Content-Length that the content really has; without one where it ends when it ends. */
    private static ResponseHead framed(ResponseHead head, Content content) {
        if (head.status() == 204 || head.status() == 304) {
            return head.withHeaders(head.headers().without("Content-Length"));
        }
        return switch (content) {
            case Content.None _, Content.Switched _ -> head;
            case Content.Bytes bytes -> sized(head, bytes.buffer().length());
            case Content.Leased leased ->
                leased.to() == Long.MAX_VALUE
                        ? head.withHeaders(head.headers().without("Content-Length"))
                        : sized(head, leased.to() - leased.from());
            case Content.Streamed streamed ->
                streamed.body().declaredBytes().isPresent()
                        ? sized(head, streamed.body().declaredBytes().getAsLong())
                        : head;
        };
    }

    private static ResponseHead sized(ResponseHead head, long bytes) {
        String length = Long.toString(bytes);
        boolean said =
                head.headers().joined("Content-Length").filter(length::equals).isPresent();
        return said ? head : head.withHeaders(head.headers().with("Content-Length", length));
    }

    /** A stored response's head as a GET for the whole of it gets it, before a proxy's fields are added. */
    static ResponseHead wholeStored(ResponseHead head, long lengthBytes) {
        return sized(acceptingRanges(head), lengthBytes);
    }

    /** The fields that every client's answer out of this stored response has, but for those that pass with it. */
    static Headers lasting(Headers stored, Optional<String> cacheControl, Route route) {
        return route.responseEdits()
                .apply(common(PurgeTags.strip(stored), cacheControl).build());
    }

    private static ResponseHead finished(Exchange exchange, Answer answer, ResponseHead head, InstantSource clock) {
        Headers told = head.headers();
        Optional<String> cacheControl = Optional.empty();
        if (answer.provenance() instanceof Provenance.Stored stored) {
            told = ClientVary.told(told, stored.head().variant().inputs());
            // Never over a private or no-store answer.
            cacheControl = exchange.clientCacheControl(head.status());
        }
        Headers.Builder headers = common(withoutTags(exchange, told), cacheControl);
        if (answer.ageSeconds().isPresent()) {
            headers.set("Age", Long.toString(answer.ageSeconds().getAsLong()));
        }
        if (!head.headers().contains("Date")) {
            headers.add("Date", HttpDate.format(clock.instant()));
        }
        // RFC 9211 2: each cache adds its member behind those of the caches nearer to the origin.
        headers.set(CacheStatus.FIELD, appended(head.headers().joined(CacheStatus.FIELD), answer.cacheStatus()));
        headers.set("X-Request-Id", exchange.client().requestId());
        Headers complete = headers.build();
        Optional<Route> route = exchange.routeIfAny();
        return head.withHeaders(route.isPresent() ? route.get().responseEdits().apply(complete) : complete);
    }

    /** What is the same for all answers that carry these fields. */
    private static Headers.Builder common(Headers before, Optional<String> cacheControl) {
        Headers.Builder headers = HopByHop.strip(before).toBuilder();
        headers.set("Via", appended(before.joined("Via"), VIA));
        cacheControl.ifPresent(value -> headers.set("Cache-Control", value));
        return headers;
    }

    /** Clients do not see how a site is put together; a cache in front of this one needs the tags for purges of its own. */
    private static Headers withoutTags(Exchange exchange, Headers headers) {
        return seesTags(exchange) ? headers : PurgeTags.strip(headers);
    }

    private static boolean seesTags(Exchange exchange) {
        return exchange.generation().seesTags(exchange.client().peer());
    }

    private static String appended(Optional<String> before, String more) {
        return before.map(value -> value + ", " + more).orElse(more);
    }
}
