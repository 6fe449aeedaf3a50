package io.skerry.functions.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an {@link EdgeFunction} the name by which the routes file uses it ({@code use: geo-price}).
 *
 * <p>The class is public, has a public constructor without parameters and is listed in {@code
 * META-INF/services/io.skerry.functions.api.EdgeFunction}. Its settings are a nested record named {@code Settings}; a
 * function without one takes no settings.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Function {
    /**
     * The name: lower-case words joined by hyphens, unique in one edge.
     *
     * @return the value of {@code use:}
     */
    String value();
}
