package io.skerry.edge.config.model;

import io.skerry.functions.api.Description;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Header fields changed on the way through.
 *
 * @param request on requests, before they are forwarded
 * @param response on responses, before they go to the client; never stored
 */
public record HeaderSettings(
        @Description("On requests, before they are forwarded")
        Changes request,

        @Description("On responses, before they go to the client")
        Changes response) {

    /**
     * Changes to one header section, made in this order: remove, set, add.
     *
     * @param set fields that have this value alone
     * @param add fields that get one more value
     * @param remove fields that go
     */
    public record Changes(
            @Description("Fields that have this value alone")
            Map<FieldName, FieldValue> set,

            @Description("Fields that get one more value") Map<FieldName, FieldValue> add,

            @Description("Fields that go") List<FieldName> remove) {

        public Changes {
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
            remove = List.copyOf(remove);
        }

        /** Whether there is nothing to change. */
        public boolean none() {
            return set.isEmpty() && add.isEmpty() && remove.isEmpty();
        }
    }
}
