package io.skerry.edge.config.bind;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Locale;
import java.util.Optional;

/** Types of function authors that read themselves: a public static {@code parse(String)} that returns the type. */
final class ParsedType {

    private ParsedType() {}

    static Optional<ScalarType> of(Class<?> type) {
        try {
            Method parse = type.getMethod("parse", String.class);
            if (!Modifier.isStatic(parse.getModifiers()) || !type.isAssignableFrom(parse.getReturnType())) {
                return Optional.empty();
            }
            parse.setAccessible(true);
            return Optional.of(new ScalarType(
                    "a valid value", words(type), new ScalarType.Json.Text(), text -> call(parse, text)));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static String words(Class<?> type) {
        return String.join(" ", type.getSimpleName().split("(?=[A-Z])")).toLowerCase(Locale.ROOT);
    }

    static Object call(Method method, Object argument) {
        try {
            Object made = method.invoke(null, argument);
            if (made == null) {
                throw new IllegalStateException(method + " returned null");
            }
            return made;
        } catch (InvocationTargetException e) {
            throw refusal(method, e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(method + " is not accessible", e);
        }
    }

    /** What the method threw if it refuses its argument; anything else is a defect of its own. */
    private static RuntimeException refusal(Method method, InvocationTargetException e) {
        return switch (e.getCause()) {
            case IllegalArgumentException refused -> refused;
            case ArithmeticException refused -> refused;
            case null, default -> new IllegalStateException(method + " failed", e);
        };
    }
}
