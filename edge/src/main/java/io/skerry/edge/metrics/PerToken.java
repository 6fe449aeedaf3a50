package io.skerry.edge.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One meter for each constant of an enum, made when it is first needed, found without allocating. Any thread: two that both make
 * one get the same from the registry.
 *
 * @param <E> the enum
 * @param <M> the meter, or a group of them
 */
final class PerToken<E extends Enum<E>, M> {

    private final Map<E, Slot<M>> slots;
    private final Function<E, M> maker;

    PerToken(Class<E> tokens, Function<E, M> maker) {
        this.slots = new EnumMap<>(tokens);
        this.maker = maker;
        for (E token : tokens.getEnumConstants()) {
            slots.put(token, new Slot<>());
        }
    }

    M of(E token) {
        Slot<M> slot = Objects.requireNonNull(slots.get(token));
        @Nullable M known = slot.meter;
        if (known != null) {
            return known;
        }
        M made = maker.apply(token);
        slot.meter = made;
        return made;
    }

    private static final class Slot<M> {
        private volatile @Nullable M meter;
    }
}
