/**
 * The functions that come with the edge: one short file each, their machinery in packages below.
 *
 * <p>Written against the functions API like any plugin. Imports that API, Jackson for the data files, and the image
 * package; never the runtime. Start at {@link io.skerry.functions.builtin.GeoPrice}, the shortest whole example.
 */
@NullMarked
package io.skerry.functions.builtin;

import org.jspecify.annotations.NullMarked;
