package io.skerry.edge.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables that say how the edge logs. Looked at before anything does: of a style that there is not, logback makes no log at all, and of
 * such a level another.
 */
final class LogSettings {
    private static final List<String> STYLES = List.of("json", "console");
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error", "off");
    private static final Map<String, List<String>> KNOWN =
            Map.of("SKERRY_LOG", STYLES, "SKERRY_LOG_LEVEL", LEVELS, "SKERRY_LOG_LEVEL_LIBRARIES", LEVELS);

    private LogSettings() {}

    /**
     * What is wrong with them, in one line; empty where nothing is.
     *
     * @param variables gives a variable's value, null where it is not set
     */
    static Optional<String> fault(Function<String, @Nullable String> variables) {
        return KNOWN.keySet().stream()
                .sorted()
                .flatMap(name -> fault(name, variables.apply(name)).stream())
                .findFirst();
    }

    private static Optional<String> fault(String name, @Nullable String value) {
        List<String> known = KNOWN.getOrDefault(name, List.of());
        // Styles are parts of a file's name; logback reads levels in any case.
        boolean fits = value == null || known.contains(known.equals(LEVELS) ? value.toLowerCase(Locale.ROOT) : value);
        return fits
                ? Optional.empty()
                : Optional.of(name + " is '" + value + "': it can be " + String.join(", ", known));
    }
}
