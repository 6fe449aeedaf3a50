package io.skerry.edge.config.model;

import java.util.Map;

/**
 * The functions a routes file may use, and the record each binds its {@code with:} block to.
 *
 * @param settings by the name that {@code use:} gives
 */
public record FunctionSettingsCatalogue(Map<String, Class<? extends Record>> settings) {

    /** No functions. */
    public static final FunctionSettingsCatalogue EMPTY = new FunctionSettingsCatalogue(Map.of());

    public FunctionSettingsCatalogue {
        settings = Map.copyOf(settings);
    }
}
