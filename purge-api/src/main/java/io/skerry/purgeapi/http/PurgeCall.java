package io.skerry.purgeapi.http;

import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.cache.purge.PurgeReceipt;
import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.ParsedBody;
import io.skerry.purgeapi.PurgeBody;
import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.SelectorResolution;
import io.skerry.purgeapi.SurrogateKeys;
import io.skerry.purgeapi.delivery.Delivery;
import io.skerry.purgeapi.delivery.NodeReport;
import io.skerry.purgeapi.delivery.PurgeOrder;
import io.skerry.purgeapi.delivery.PurgeReach;
import io.skerry.purgeapi.token.AdminToken;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.PurgeAuthority;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One purge request from its head to its answer. On its event loop alone. */
final class PurgeCall {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeCall.class);

    private static final int MAX_BODY_BYTES = 1_000_000;

    private final PurgeHandler handler;
    private final HttpServerRequest request;
    private final Dialect dialect;
    private @Nullable AdminToken token;
    private @Nullable PurgeCommand command;
    private @Nullable String purgeId;
    private boolean answered;

    PurgeCall(PurgeHandler handler, HttpServerRequest request) {
        this.handler = handler;
        this.request = request;
        this.dialect = request.headers().contains(SurrogateKeys.KEYS_FIELD) ? Dialect.FASTLY : Dialect.NATIVE;
    }

    void start() {
        if (!request.method().equals(HttpMethod.POST)) {
            answer(PurgeResponse.refused(405, "This path answers POST").with("Allow", "POST"));
            return;
        }
        switch (handler.authenticator().authenticate(Optional.ofNullable(request.getHeader("Authorization")))) {
            case Authentication.Unknown unknown ->
                answer(PurgeResponse.unauthorized(unknown.reason().token()));
            case Authentication.Known known -> receive(known.token());
        }
    }

    private void receive(AdminToken known) {
        token = known;
        if (request.headers().contains("Idempotency-Key")) {
            answer(PurgeResponse.unsupported(
                    List.of(new FieldError("Idempotency-Key", "this node does not support Idempotency-Key"))));
        } else if (request.headers().contains("Prefer")) {
            answer(PurgeResponse.unsupported(List.of(new FieldError("Prefer", "this node does not support Prefer"))));
        } else if (dialect == Dialect.NATIVE && !jsonContent()) {
            answer(PurgeResponse.refused(415, "The content must be application/json")
                    .with("Accept", "application/json"));
        } else if (declaredLength() > MAX_BODY_BYTES) {
            answer(tooLarge());
        } else {
            collect();
        }
    }

    private boolean jsonContent() {
        String type = request.getHeader("Content-Type");
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("application/json");
    }

    private long declaredLength() {
        String length = request.getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // More digits than a long has.
            return Long.MAX_VALUE;
        }
    }

    private void collect() {
        BoundedContent.collect(request, MAX_BODY_BYTES, this::received);
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
    }

    private void received(BoundedContent.Outcome outcome) {
        switch (outcome) {
            case BoundedContent.Outcome.Complete complete ->
                parse(complete.content().getBytes());
            case BoundedContent.Outcome.TooLarge tooLarge -> answer(tooLarge());
            case BoundedContent.Outcome.Broken broken ->
                answer(PurgeResponse.refused(400, "The content ended before its end"));
        }
    }

    private static PurgeResponse tooLarge() {
        return PurgeResponse.refused(
                413, "The content is larger than " + MAX_BODY_BYTES + " bytes; nothing was purged");
    }

    private void parse(byte[] content) {
        ParsedBody body = switch (dialect) {
            case NATIVE -> PurgeBody.parse(content);
            case FASTLY ->
                SurrogateKeys.parse(
                        request.headers().getAll(SurrogateKeys.KEYS_FIELD),
                        request.headers().getAll(SurrogateKeys.SOFT_FIELD),
                        content.length);
        };
        switch (body) {
            case ParsedBody.Invalid invalid -> answer(PurgeResponse.malformed(invalid.errors()));
            case ParsedBody.Unsupported unsupported -> answer(PurgeResponse.unsupported(unsupported.errors()));
            case ParsedBody.Parsed parsed -> authorise(parsed.command());
        }
    }

    private void authorise(PurgeCommand parsed) {
        command = parsed;
        switch (PurgeAuthority.of(known(), parsed)) {
            case PurgeAuthority.Denied denied ->
                answer(PurgeResponse.forbidden(new FieldError(denied.pointer(), denied.detail())));
            case PurgeAuthority.Allowed allowed -> resolve(parsed, allowed);
        }
    }

    private AdminToken known() {
        if (token == null) {
            throw new IllegalStateException("a body is read only of a known caller");
        }
        return token;
    }

    private void resolve(PurgeCommand parsed, PurgeAuthority.Allowed allowed) {
        switch (SelectorResolution.of(parsed, allowed.sites(), handler.targets())) {
            case SelectorResolution.Unresolved unresolved -> answer(PurgeResponse.malformed(unresolved.errors()));
            case SelectorResolution.Resolved resolved -> purge(parsed, resolved.selectors());
        }
    }

    private void purge(PurgeCommand parsed, List<PurgeSelector> selectors) {
        Context context = Vertx.currentContext();
        handler.nodes()
                .deliver(new PurgeOrder(selectors, parsed.mode(), PurgeReach.CLUSTER))
                .whenComplete((delivery, failure) -> context.runOnContext(hop -> {
                    if (delivery == null) {
                        LOG.error("a purge failed in a way that cannot be", failure);
                        answer(PurgeResponse.refused(500, "The purge failed; whether it is in force is unknown"));
                    } else {
                        finish(parsed, selectors, delivery);
                    }
                }));
    }

    private void finish(PurgeCommand parsed, List<PurgeSelector> selectors, Delivery delivery) {
        switch (delivery) {
            case Delivery.InForce inForce -> {
                purgeId = inForce.id().toString();
                handler.events().applied(selectors, parsed.mode());
                answer(PurgeResponse.success(result(parsed, inForce)));
            }
            case Delivery.Refused refused -> answer(refused(refused.reason()));
        }
    }

    private static PurgeResponse refused(PurgeReceipt.RefusedReason reason) {
        return switch (reason) {
            case JOURNAL_UNWRITABLE ->
                PurgeResponse.refused(503, "The purge journal cannot be written; nothing was purged");
            case OVERLOADED ->
                PurgeResponse.refused(503, "Too many purges are waiting; nothing was purged")
                        .with("Retry-After", "1");
            case CLOSING -> PurgeResponse.refused(503, "The node is shutting down; nothing was purged");
            case TOO_LARGE ->
                PurgeResponse.refused(413, "The purge is larger than the journal takes; nothing was purged");
        };
    }

    private ObjectNode result(PurgeCommand parsed, Delivery.InForce inForce) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("success", true);
        if (dialect == Dialect.FASTLY) {
            body.put("status", "ok");
        }
        body.put("id", inForce.id().toString())
                .put("seq", inForce.seq())
                .put("mode", parsed.mode().token());
        ArrayNode nodes = body.putArray("nodes");
        for (NodeReport report : inForce.reports().now()) {
            ObjectNode node = nodes.addObject()
                    .put("node", report.node())
                    .put("status", report.state().token());
            switch (report.state()) {
                case APPLIED -> node.put("ms", report.took().toMillis());
                case QUEUED -> node.put("reason", report.reason());
            }
        }
        body.putArray("errors");
        body.putArray("messages");
        return body;
    }

    private void answer(PurgeResponse answer) {
        if (answered) {
            return;
        }
        answered = true;
        handler.events().answered(answer.status());
        AuditLog.write(this, answer);
        HttpServerResponse response = request.response();
        if (response.closed()) {
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff");
        answer.fields().forEach(response::putHeader);
        if (request.isEnded()) {
            response.end(answer.bytes());
        } else {
            // What is left of the content would be taken for the next request.
            response.putHeader("Connection", "close");
            response.end(answer.bytes()).onComplete(sent -> request.connection().close());
        }
    }

    String remote() {
        return String.valueOf(request.remoteAddress());
    }

    @Nullable
    String tokenName() {
        return token == null ? null : token.name();
    }

    @Nullable
    PurgeCommand command() {
        return command;
    }

    @Nullable
    String purgeId() {
        return purgeId;
    }

    /** How a request says what to purge. */
    private enum Dialect {
        NATIVE,
        FASTLY
    }
}
