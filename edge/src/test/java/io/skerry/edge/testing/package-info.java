/**
 * What edge's tests share: tools outside the JVM that a test drives, and how their absence is handled; transports to run on; clients that
 * read nothing.
 *
 * <p>Start reading at {@link io.skerry.edge.testing.RequiresTool}. May import JUnit, Vert.x and the JDK.
 */
@NullMarked
package io.skerry.edge.testing;

import org.jspecify.annotations.NullMarked;
