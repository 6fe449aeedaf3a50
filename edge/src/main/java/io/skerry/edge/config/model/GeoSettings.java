package io.skerry.edge.config.model;

import io.skerry.functions.api.Default;
import io.skerry.functions.api.Description;
import io.skerry.functions.api.Required;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the country of an address is looked up.
 *
 * @param database MaxMind DB file, absolute
 * @param reload how often the file is looked at for a newer version
 */
public record GeoSettings(
        @Required @Description("MaxMind DB file (.mmdb)") Path database,

        @Default("1h") @Description("How often the file is looked at for a newer version")
        Duration reload) {

    public GeoSettings {
        Positive.require("reload", reload);
    }
}
