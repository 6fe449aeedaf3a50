package io.skerry.edge.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test (class or method) that drives a program outside the JVM. Where the program is absent the test is skipped
 * with the reason, unless the system property {@code skerry.requireTools} is {@code true}: then it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RequiresToolCondition.class)
public @interface RequiresTool {
    /** The programs that have to be installed, all of them. */
    RequiredTool[] value();
}
