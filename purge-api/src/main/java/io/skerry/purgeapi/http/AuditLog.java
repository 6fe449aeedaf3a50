package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeCommand;
import io.skerry.purgeapi.PurgeItem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One JSON line for each purge call, refused ones included, under the logger {@code skerry.audit}. */
final class AuditLog {

    private static final Logger AUDIT = LoggerFactory.getLogger("skerry.audit");

    private static final int MAX_ITEMS = 20;
    private static final int MAX_TEXT = 200;

    private AuditLog() {}

    /** Writes the line of an answered call. */
    static void write(PurgeCall call, PurgeResponse response) {
        if (AUDIT.isInfoEnabled()) {
            AUDIT.info("{}", line(call, response));
        }
    }

    private static ObjectNode line(PurgeCall call, PurgeResponse response) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("event", "purge").put("status", response.status()).put("remote", call.remote());
        put(line, "token", call.tokenName());
        put(line, "id", call.purgeId());
        put(line, "refused", response.note());
        PurgeCommand command = call.command();
        if (command != null) {
            line.put("mode", command.mode().token());
            put(line, "site", command.site().orElse(""));
            put(line, "reason", command.reason().orElse(""));
            line.put("items", command.items().size());
            ArrayNode first = line.putArray("first");
            command.items().stream().limit(MAX_ITEMS).forEach(item -> first.add(shortened(text(item))));
        }
        return line;
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
