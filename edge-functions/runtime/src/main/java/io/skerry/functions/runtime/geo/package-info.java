/**
 * Where a client is, by its address: reading country databases in the MaxMind format, and writing small ones.
 *
 * <p>Imports the JDK, {@code com.maxmind.db} and SLF4J. Start at {@link io.skerry.functions.runtime.geo.GeoDatabase}.
 */
@NullMarked
package io.skerry.functions.runtime.geo;

import org.jspecify.annotations.NullMarked;
