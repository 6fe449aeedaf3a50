package io.skerry.edge.config.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the static method of a type that makes it from a simpler value: {@code ttl: 30d} for {@code ttl: { … }}. Its one parameter says
 * what the file may hold instead of the mapping; an {@link IllegalArgumentException} from it refuses the value.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Shorthand {
    /** Texts to name to readers and editors, where the parameter is a text and some are special. */
    String[] words() default {};

    /** Whether other texts than {@link #words} are accepted. */
    boolean open() default true;
}
