/**
 * What edge's tests share: tools outside the JVM that a test drives, and how their absence is handled.
 *
 * <p>Start reading at {@link io.skerry.edge.testing.RequiresTool}. May import JUnit and the JDK alone.
 */
@NullMarked
package io.skerry.edge.testing;

import org.jspecify.annotations.NullMarked;
