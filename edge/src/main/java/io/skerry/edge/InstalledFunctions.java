package io.skerry.edge;

import io.skerry.edge.config.bind.ShapeReader;
import io.skerry.edge.config.model.FunctionSettingsCatalogue;
import io.skerry.functions.runtime.CatalogEntry;
import io.skerry.functions.runtime.FunctionCatalog;
import io.skerry.functions.runtime.FunctionJars;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The edge functions on the class path, and in the jars of the folder that {@code -Dskerry.functions} names: what a routes file may name,
 * and what a node starts.
 */
public final class InstalledFunctions {

    private static @Nullable FunctionCatalog found;

    private InstalledFunctions() {}

    /**
     * Everything a node of this process can start; looked for once, since the settings that are read have to be of the classes that are
     * started. Blocks the first time.
     *
     * @throws IllegalArgumentException when a function cannot be used
     */
    public static synchronized FunctionCatalog catalog() {
        FunctionCatalog catalog = found;
        if (catalog == null) {
            String folder = System.getProperty("skerry.functions", "");
            catalog = FunctionCatalog.discover(
                    InstalledFunctions.class.getClassLoader(),
                    folder.isEmpty() ? List.of() : FunctionJars.in(Path.of(folder)));
            found = catalog;
        }
        return catalog;
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
