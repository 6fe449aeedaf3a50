/**
 * Which site and which route a request belongs to: host patterns, path patterns with captures, templates that use the captures, and the
 * router that takes the first match in file order. Pure: imports the JDK alone, reads no clock, keeps no state. Start at
 * {@link io.skerry.edge.routing.Router}.
 */
@NullMarked
package io.skerry.edge.routing;

import org.jspecify.annotations.NullMarked;
