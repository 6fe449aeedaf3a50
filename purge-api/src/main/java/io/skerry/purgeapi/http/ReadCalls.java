package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.message.HttpDate;
import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.NodeReports;
import io.skerry.purgeapi.delivery.NodeReports.Settlement;
import io.skerry.purgeapi.feed.FeedPage;
import io.skerry.purgeapi.feed.FeedRecord;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that purge nothing: how a purge stands, the journal, what the API can do. On event loops. */
final class ReadCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ReadCalls.class);

    private static final int USUAL_PAGE = 100;
    private static final int LONGEST_PAGE = 1_000;

    private final PurgeParts parts;
    private final Gateway gateway;

    ReadCalls(PurgeParts parts, Gateway gateway) {
        this.parts = parts;
        this.gateway = gateway;
    }

    void status(ApiCall call, String id, PurgeExecution.Memory memory) {
        Optional<KnownPurge> found = memory.recent().find(id).filter(purge -> maySee(call.caller(), purge));
        if (found.isEmpty()) {
            call.answer(PurgeResponse.refused(404, "This node was asked for no such purge lately"));
            return;
        }
        call.purged(id);
        KnownPurge purge = found.get();
        call.answer(PurgeResponse.success(
                200, PurgeResults.purged(purge, completeness(purge.delivery().reports()))));
    }

    /** Waiting may have ended early since some nodes were away; they may have come back since. */
    private static PurgeResults.Completeness completeness(NodeReports reports) {
        boolean settled = reports.settled().toCompletableFuture().getNow(Settlement.LATER) == Settlement.EVERYWHERE;
        boolean applied = reports.now().stream().allMatch(report -> report.state() == NodeReport.State.APPLIED);
        return settled || applied ? PurgeResults.Completeness.COMPLETE : PurgeResults.Completeness.UNDER_WAY;
    }

    /** A token of some sites sees purges that were restricted to them, and no others. */
    private static boolean maySee(AdminToken token, KnownPurge purge) {
        return token.sites().isEmpty()
                || (!purge.sites().isEmpty() && token.sites().containsAll(purge.sites()));
    }

    void feed(ApiCall call, PurgeExecution.Memory memory) {
        if (!call.caller().scopes().contains(TokenScope.READ)) {
            call.answer(PurgeResponse.forbidden(new FieldError("", "the token lacks the scope read")));
            return;
        }
        MultiMap parameters;
        try {
            parameters = call.request().params();
        } catch (IllegalArgumentException malformed) {
            call.answer(
                    PurgeResponse.malformed(List.of(new FieldError("", "the query has a malformed percent-encoding"))));
            return;
        }
        Optional<Long> since = number(parameters, "since", Long.MAX_VALUE);
        Optional<Long> limit = parameters.contains("limit")
                ? number(parameters, "limit", LONGEST_PAGE)
                : Optional.of((long) USUAL_PAGE);
        if (since.isEmpty() || limit.isEmpty() || limit.get() == 0) {
            call.answer(PurgeResponse.malformed(List.of(new FieldError(
                    since.isEmpty() ? "since" : "limit",
                    "since is a sequence number from 0, limit a number from 1 to " + LONGEST_PAGE))));
            return;
        }
        parts.feed()
                .since(since.get(), limit.get().intValue())
                .whenComplete((page, failure) ->
                        memory.context().runOnContext(hop -> call.answer(page(call.caller(), page, failure))));
    }

    private static Optional<Long> number(MultiMap parameters, String name, long most) {
        String text = parameters.get(name);
        boolean digits = text != null
                && !text.isEmpty()
                && text.length() <= 18
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Long.valueOf(text)).filter(number -> number <= most) : Optional.empty();
    }

    private static PurgeResponse page(AdminToken token, FeedPage page, Throwable failure) {
        if (page == null) {
            LOG.warn("the purge journal cannot be read", failure);
            return PurgeResponse.refused(503, "The purge journal cannot be read");
        }
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("first", page.first()).put("last", page.last()).put("newest", page.newest());
        ArrayNode purges = body.putArray("purges");
        for (FeedRecord record : page.records()) {
            if (maySee(token, record)) {
                describe(purges.addObject(), record);
            }
        }
        return PurgeResponse.success(200, body);
    }

    private static boolean maySee(AdminToken token, FeedRecord record) {
        return token.sites().isEmpty()
                || record.selectors().stream()
                        .allMatch(selector ->
                                selector.site().filter(token.sites()::contains).isPresent());
    }

    private static void describe(ObjectNode purge, FeedRecord record) {
        purge.put("seq", record.seq())
                .put("id", record.id())
                .put("at", record.at().toString())
                .put("mode", record.mode().token());
        ArrayNode selectors = purge.putArray("selectors");
        for (PurgeSelector selector : record.selectors()) {
            ObjectNode shown = selectors.addObject();
            describe(shown, selector);
            selector.site().ifPresent(site -> shown.put("site", site));
        }
    }

    private static void describe(ObjectNode shown, PurgeSelector selector) {
        switch (selector) {
            case PurgeSelector.Url url -> describe(shown, url);
            case PurgeSelector.UrlVariant variant -> {
                describe(shown, variant.url());
                ObjectNode headers = shown.putObject("headers");
                for (int i = 0; i < variant.fields().inputs().size(); i++) {
                    headers.put(
                            variant.fields().inputs().get(i).name(),
                            variant.fields().values().get(i));
                }
            }
            case PurgeSelector.Tag tag -> shown.put("kind", "tag").put("value", tag.tag());
            case PurgeSelector.Prefix prefix -> shown.put("kind", "prefix").put("value", prefix.host() + prefix.path());
            case PurgeSelector.Host host -> shown.put("kind", "host").put("value", host.host());
            case PurgeSelector.Everything all -> shown.put("kind", "everything");
        }
    }

    private static void describe(ObjectNode shown, PurgeSelector.Url url) {
        shown.put("kind", "url").put("value", url.uri().toString());
        if (url.queryMatch() == PurgeSelector.QueryMatch.IGNORED) {
            shown.put("ignore_query", true);
        }
    }

    /** The gateway description of draft-nottingham-gateway-description. */
    void gateway(ApiCall call, PurgeExecution.Memory memory, Instant now) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("generated", HttpDate.format(now)).put("description", gateway.description());
        ObjectNode invalidation = body.putObject("invalidation");
        invalidation.put("uri", "/purge");
        ArrayNode selectors = invalidation.putArray("selectors");
        gateway.selectors().forEach(selectors::add);
        invalidation.put("purge", true);
        memory.latencies().p95().ifPresent(millis -> invalidation.put("p95-latency", millis));
        ArrayNode targeted = body.putArray("targeted-cc");
        gateway.targetedFields().forEach(targeted::add);
        call.answer(PurgeResponse.success(200, body));
    }
}
