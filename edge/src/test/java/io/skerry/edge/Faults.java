package io.skerry.edge;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lets one call of what a test passes through it throw: the so-manieth from when it was armed. Any thread. */
final class Faults {

    /** A step that gives up what it has cannot be told apart from one that was not taken. */
    private static final Set<String> ENDINGS =
            Set.of("abort", "close", "equals", "hashCode", "toString", "stats", "ended", "leaseClosed");

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicReference<@Nullable String> thrownAt = new AtomicReference<>();
    private volatile Function<String, Throwable> kind = IllegalStateException::new;

    /** The call of this number throws, counted from 1. */
    void arm(int call, Function<String, Throwable> thrown) {
        kind = thrown;
        thrownAt.set(null);
        left.set(call);
    }

    /** Where it threw, or null; no call throws from here on. */
    @Nullable
    String disarm() {
        left.set(0);
        return thrownAt.get();
    }

    private void step(String name) throws Throwable {
        if (left.get() > 0 && left.decrementAndGet() == 0) {
            thrownAt.set(name);
            throw kind.apply("injected at " + name);
        }
    }

    InstantSource clock() {
        return of(InstantSource.class, InstantSource.system(), UnaryOperator.identity());
    }

    /** A view of an interface, whose calls count; {@code results} may wrap what they return. */
    <T> T of(Class<T> type, T real, UnaryOperator<Object> results) {
        InvocationHandler handler = (_, method, arguments) -> {
            if (!ENDINGS.contains(method.getName())) {
                step(type.getSimpleName() + "." + method.getName());
            }
            try {
                Object result = method.invoke(real, arguments);
                return result == null ? null : results.apply(result);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
