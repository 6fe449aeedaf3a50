package io.skerry.edge.config.model;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import java.util.List;

/**
 * Purge tags.
 *
 * @param caseInsensitive whether purges match tags of another case; takes effect when the edge starts
 * @param keepFor caches further towards the clients, by the address they connect from: they get the fields with tags, which all others
 *     do not
 */
public record TagSettings(
        @Default("false") @Description("Whether purges match tags that are written in another case")
        boolean caseInsensitive,

        @Description("Addresses of caches in front of this one, which get the fields with tags; clients never do")
        List<Cidr> keepFor) {

    public TagSettings {
        keepFor = List.copyOf(keepFor);
    }
}
