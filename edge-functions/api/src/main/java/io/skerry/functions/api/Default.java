package io.skerry.functions.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Gives the value of a component of a settings record that the routes file leaves out. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    /**
     * The value as it would be written in the routes file, such as {@code 30s}, {@code 20MB} or {@code [webp, jpeg]}.
     *
     * @return YAML text of the value
     */
    String value();
}
