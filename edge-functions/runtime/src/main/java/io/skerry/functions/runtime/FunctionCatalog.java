package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeFunction;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The functions that can be used, by name. */
public final class FunctionCatalog {

    private final SortedMap<String, CatalogEntry> entries = new TreeMap<>();

    private FunctionCatalog() {}

    /**
     * Finds the functions that a class loader knows as services.
     *
     * @param loader sees the functions' classes and their {@code META-INF/services} entries
     * @return the catalog
     * @throws IllegalArgumentException when a function has no name, two have the same, or one cannot be loaded
     */
    public static FunctionCatalog discover(ClassLoader loader) {
        return discover(loader, List.of());
    }

    /**
     * Finds the functions that a class loader knows as services, and those of jars.
     *
     * @param loader sees the functions' classes and their {@code META-INF/services} entries
     * @param jars each named after its jar
     * @return the catalog
     * @throws IllegalArgumentException when a function has no name, two have the same, one cannot be loaded, or a jar holds none
     */
    public static FunctionCatalog discover(ClassLoader loader, List<ClassLoader> jars) {
        FunctionCatalog catalog = new FunctionCatalog();
        catalog.addAll(loader, "a function");
        for (ClassLoader jar : jars) {
            int before = catalog.entries.size();
            catalog.addAll(jar, "a function in " + jar.getName());
            if (catalog.entries.size() == before) {
                throw new IllegalArgumentException(jar.getName() + " holds no function (META-INF/services/"
                        + EdgeFunction.class.getName() + "): what a function needs goes into its own jar");
            }
        }
        return catalog;
    }

    private void addAll(ClassLoader loader, String what) {
        try {
            ServiceLoader.load(EdgeFunction.class, loader).stream()
                    .map(provider -> CatalogEntry.of(provider.type(), provider))
                    .forEach(this::add);
        } catch (ServiceConfigurationError | LinkageError unusable) {
            throw new IllegalArgumentException(what + " cannot be loaded: " + unusable.getMessage(), unusable);
        }
    }

    /**
     * The names, for checking and for "did you mean".
     *
     * @return in alphabetical order
     */
    public SortedSet<String> names() {
        return new TreeSet<>(entries.keySet());
    }

    /**
     * Finds a function.
     *
     * @param name the value of {@code use:}
     * @return empty when there is no function of that name
     */
    public Optional<CatalogEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    private void add(CatalogEntry entry) {
        CatalogEntry first = entries.putIfAbsent(entry.name(), entry);
        if (first != null) {
            throw new IllegalArgumentException(
                    "two functions are named " + entry.name() + ": " + first.className() + " and " + entry.className());
        }
    }
}
