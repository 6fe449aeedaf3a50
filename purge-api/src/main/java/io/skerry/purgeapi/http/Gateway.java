package io.skerry.purgeapi.http;

import io.skerry.purgeapi.PurgeBody;
import java.util.List;
import java.util.Objects;

/**
 * What a gateway description says of this node.
 *
 * @param description for people
 * @param targetedFields the targeted Cache-Control fields that are honoured, the strongest first (RFC 9213)
 */
public record Gateway(String description, List<String> targetedFields) {
    public Gateway {
        Objects.requireNonNull(description);
        targetedFields = List.copyOf(targetedFields);
    }

    List<String> selectors() {
        return PurgeBody.eventTypes();
    }
}
