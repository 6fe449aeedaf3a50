package io.skerry.functions.runtime;

import io.skerry.functions.api.EdgeFunction;
import io.skerry.functions.api.EdgeRequest;
import io.skerry.functions.api.EdgeResponse;
import io.skerry.functions.api.Exchange;
import io.skerry.functions.api.Function;
import io.skerry.functions.api.Summary;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** A function that can be used: its name, the type of its settings, and how an instance is made. */
public final class CatalogEntry {

    /** The settings of a function that has none. */
    public record NoSettings() {}

    private final String name;
    private final String className;
    private final Class<? extends Record> settings;
    private final Set<Phase> phases;
    private final Supplier<EdgeFunction> factory;

    private CatalogEntry(
            String name,
            String className,
            Class<? extends Record> settings,
            Set<Phase> phases,
            Supplier<EdgeFunction> factory) {
        this.name = name;
        this.className = className;
        this.settings = settings;
        this.phases = phases;
        this.factory = factory;
    }

    static CatalogEntry of(Class<? extends EdgeFunction> type, Supplier<? extends EdgeFunction> factory) {
        Function function = type.getAnnotation(Function.class);
        if (function == null) {
            throw new IllegalArgumentException(type.getName() + " has no @Function name");
        }
        return new CatalogEntry(function.value(), type.getName(), settingsOf(type), phasesOf(type), factory::get);
    }

    /**
     * The name by which the routes file uses the function.
     *
     * @return the value of {@code use:}
     */
    public String name() {
        return name;
    }

    /**
     * The record to bind {@code with:} to.
     *
     * @return {@link NoSettings} when the function takes none
     */
    public Class<? extends Record> settings() {
        return settings;
    }

    /**
     * The phases the function has code for; it is asked in no other.
     *
     * @return not to be changed
     */
    public Set<Phase> phases() {
        return phases;
    }

    /** The class, for people. */
    String className() {
        return className;
    }

    EdgeFunction newInstance() {
        return factory.get();
    }

    private static Class<? extends Record> settingsOf(Class<? extends EdgeFunction> type) {
        for (Class<?> nested : type.getDeclaredClasses()) {
            if (nested.isRecord() && nested.getSimpleName().equals("Settings")) {
                return nested.asSubclass(Record.class);
            }
        }
        return NoSettings.class;
    }

    private static Set<Phase> phasesOf(Class<? extends EdgeFunction> type) {
        EnumSet<Phase> phases = EnumSet.noneOf(Phase.class);
        for (Phase phase : Phase.values()) {
            if (declares(type, phase)) {
                phases.add(phase);
            }
        }
        return Set.copyOf(phases);
    }

    private static boolean declares(Class<? extends EdgeFunction> type, Phase phase) {
        try {
            Class<?> owner = type.getMethod(phase.method(), parametersOf(phase)).getDeclaringClass();
            return owner != EdgeFunction.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("EdgeFunction has no " + phase.method(), impossible);
        }
    }

    private static Class<?>[] parametersOf(Phase phase) {
        return switch (phase) {
            case REQUEST, ORIGIN_REQUEST -> new Class<?>[] {EdgeRequest.class, Exchange.class};
            case ORIGIN_RESPONSE, RESPONSE -> new Class<?>[] {EdgeResponse.class, Exchange.class};
            case COMPLETE -> new Class<?>[] {Summary.class};
        };
    }
}
