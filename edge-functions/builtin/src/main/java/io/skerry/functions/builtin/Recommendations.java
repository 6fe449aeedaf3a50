package io.skerry.functions.builtin;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.DerivedEntityTag;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.FunctionContext;
import io.skerry.functions.api.Outcome;
import io.skerry.functions.api.Required;
import io.skerry.functions.api.Snapshot;
import io.skerry.functions.api.Source;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code recommendations}: answers with the products for the visitor's segment, made at the edge from data that is loaded
 * beside the requests; the origin is not asked.
 *
 * <p>One answer for each segment is stored, for {@code ttl}, under the purge tag {@code recommendations}.
 */
@Function("recommendations")
public final class Recommendations implements EdgeFunction {

    private static final String SEGMENT = "segment";

    /** What a visitor's segment is taken from. */
    public enum By {
        /** The visitor's country. */
        COUNTRY,
        /** A cookie that the site sets. */
        COOKIE
    }

    /**
     * Settings.
     *
     * @param data where the lists are
     * @param by what decides the segment
     * @param cookie the cookie's name, with {@code by: cookie}
     * @param ttl how long an answer is stored
     * @param limit the most products in an answer
     */
    public record Settings(
            @Description("Where the lists are (JSON: default, segments).") @Required
            Source data,

            @Description("What decides a visitor's segment.") @Default("country")
            By by,

            @Description("Name of the cookie that holds the segment, with by: cookie.") @Default("segment")
            String cookie,

            @Description("How long an answer is stored.") @Default("30s")
            Duration ttl,

            @Description("Most products in an answer.") @Default("4")
            int limit) {

        /** Refuses empty answers. */
        public Settings {
            if (limit < 1) {
                throw new IllegalArgumentException("limit: expected at least 1, not " + limit);
            }
            if (ttl.isNegative()) {
                throw new IllegalArgumentException("ttl: expected zero or more");
            }
        }
    }

    private Settings settings;
    private Snapshot<RecommendationLists> lists;

    @Override
    public void start(FunctionContext context) {
        settings = context.settings(Settings.class);
        int limit = settings.limit();
        lists = context.snapshot(settings.data(), json -> RecommendationLists.parse(json, limit));
    }

    @Override
    public Outcome onRequest(EdgeRequest request, Exchange exchange) {
        Optional<String> wanted = switch (settings.by()) {
            case COUNTRY -> exchange.geo().country();
            case COOKIE -> request.cookie(settings.cookie());
        };
        // Only segments that exist become variants, whatever a visitor writes into the cookie.
        exchange.dimension(
                SEGMENT,
                exchange.read(lists)
                        .flatMap(data -> wanted.map(data.value()::segment))
                        .orElse(RecommendationLists.DEFAULT));
        return Outcome.next();
    }

    @Override
    public Outcome onOriginRequest(EdgeRequest request, Exchange exchange) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Outcome.next();
        }
        String segment = exchange.dimension(SEGMENT);
        exchange.tag("recommendations");
        exchange.ttl(settings.ttl());
        return Outcome.respond(exchange.read(lists)
                .map(data -> answer(data, segment))
                .orElseGet(
                        () -> EdgeResponse.text(503, "no recommendations yet\n").with("Cache-Control", "no-store")));
    }

    private EdgeResponse answer(Snapshot.Version<RecommendationLists> data, String segment) {
        return EdgeResponse.of(200)
                .with("Content-Type", "application/json")
                .with("Cache-Control", "public, max-age=" + settings.ttl().toSeconds())
                .with("ETag", DerivedEntityTag.of("", "recommendations 1 " + segment + ' ' + data.version()))
                .withBody(data.value().answer(segment));
    }
}
