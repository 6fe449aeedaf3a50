package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.PurgeItem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON line for each call, refused ones included, under the logger {@code skerry.audit}. */
final class AuditLog {

    private static final Logger AUDIT = LoggerFactory.getLogger("skerry.audit");

    private static final int MAX_ITEMS = 20;
    private static final int MAX_TEXT = 200;

    private AuditLog() {}

    /** Writes the line of an answered call. */
    static void write(ApiCall call, PurgeResponse response) {
        if (AUDIT.isInfoEnabled()) {
            AUDIT.info("{}", line(call, response));
        }
    }

    private static ObjectNode line(ApiCall call, PurgeResponse response) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("event", event(call.endpoint())).put("status", response.status());
        line.put("remote", call.remote());
        put(line, "token", call.tokenName());
        put(line, "id", call.purgeId());
        put(line, "refused", response.note());
        if (response.fields().containsKey(PurgeResponse.REPLAYED)) {
            // Nothing was purged once more.
            line.put("replayed", true);
        }
        PurgeCommand command = call.command();
        if (command != null) {
            describe(line, command);
        }
        return line;
    }

    private static void describe(ObjectNode line, PurgeCommand command) {
        line.put("mode", command.how().mode().token());
        line.put("scope", command.how().reach().token());
        if (command.how().action() == PurgeCommand.Action.DRY_RUN) {
            line.put("dry_run", true);
        }
        put(line, "site", command.site().orElse(""));
        put(line, "reason", command.reason().orElse(""));
        line.put("items", command.items().size());
        ArrayNode first = line.putArray("first");
        command.items().stream().limit(MAX_ITEMS).forEach(item -> first.add(shortened(text(item))));
    }

    private static String event(PurgeEndpoint endpoint) {
        return switch (endpoint) {
            case PurgeEndpoint.Status status -> "purge-status";
            case PurgeEndpoint.Feed feed -> "purge-feed";
            case PurgeEndpoint.Gateway gateway -> "gateway";
            case PurgeEndpoint.Description description -> "openapi";
            case PurgeEndpoint.Described described -> "purge";
            case PurgeEndpoint.Target target -> "purge";
            case PurgeEndpoint.ServiceKeys keys -> "purge";
            case PurgeEndpoint.ServiceKey key -> "purge";
            case PurgeEndpoint.ServiceAll all -> "purge";
            case PurgeEndpoint.Zone zone -> "purge";
            case PurgeEndpoint.Unknown unknown -> "unknown";
            case PurgeEndpoint.OtherMethod other -> "unknown";
        };
    }

    private static void put(ObjectNode line, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            line.put(name, shortened(value));
        }
    }

    private static String text(PurgeItem item) {
        return switch (item) {
            case PurgeItem.Url url -> "url " + url.url();
            case PurgeItem.Tag tag -> "tag " + tag.tag();
            case PurgeItem.Prefix prefix -> "prefix " + prefix.host() + prefix.path();
            case PurgeItem.Host host -> "host " + host.host();
            case PurgeItem.Everything all -> "everything";
        };
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
    }
}
