package io.skerry.edge;

import io.skerry.edge.config.bind.ShapeReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.functions.runtime.CatalogEntry;
import io.skerry.functions.runtime.FunctionCatalog;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/** The edge functions on the class path: what a routes file may name, and what a node starts. */
public final class InstalledFunctions {
    private InstalledFunctions() {}

    /** Everything a node of this process can start. */
    public static FunctionCatalog catalog() {
        return FunctionCatalog.discover(InstalledFunctions.class.getClassLoader());
    }

    /**
     * Their settings, for reading, checking and describing routes files.
     *
     * @throws IllegalArgumentException when a function is broken, or its settings are of a type that no routes file can hold
     */
    public static FunctionSettingsCatalogue settings() {
        FunctionCatalog catalog = catalog();
        Map<String, Class<? extends Record>> settings = catalog.names().stream()
                .map(name -> catalog.find(name).orElseThrow())
                .collect(Collectors.toMap(CatalogEntry::name, CatalogEntry::settings));
        return readable(new FunctionSettingsCatalogue(settings));
    }

    static FunctionSettingsCatalogue readable(FunctionSettingsCatalogue functions) {
        ShapeReader shapes = new ShapeReader(functions, Path.of(""));
        functions.settings().forEach((name, settings) -> {
            try {
                shapes.fields(settings);
            } catch (IllegalStateException unreadable) {
                throw new IllegalArgumentException(
                        "the settings of function " + name + " cannot be used: " + unreadable.getMessage(), unreadable);
            }
        });
        return functions;
    }
}
