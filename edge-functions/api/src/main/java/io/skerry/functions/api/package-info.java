/**
 * All an author of an edge function compiles against.
 *
 * <p>Start at {@link io.skerry.functions.api.EdgeFunction}: its methods are the points of a request at which a function
 * is asked, and an {@link io.skerry.functions.api.Outcome} is what it answers.
 *
 * <p>Imports the JDK alone (and the null annotations of JSpecify), so that a plugin does not break when the edge
 * upgrades a library.
 *
 * <h2>How settings records are bound</h2>
 *
 * <p>A function's nested record {@code Settings} (and every record of the routes file) is bound from YAML by its
 * canonical constructor. The key of a component is its name, or its {@link io.skerry.functions.api.Key}. A missing key
 * takes its {@link io.skerry.functions.api.Default}, written as it would stand in the routes file; without one it is an
 * error when {@link io.skerry.functions.api.Required}, else it is {@code null} for a {@code @Nullable} component, an
 * empty list or map for a collection, and the nested record's own defaults for a record (one
 * that has a required key is to be {@code @Required} itself). Component types: {@code
 * String}, {@code boolean}, {@code int}, {@code long}, {@code double}, {@link java.time.Duration} ({@code 30s}), enums
 * (by the lower-case, hyphenated name, unless they have a {@code parse} of their own), {@link java.util.List}, {@link java.util.Map} with string keys, records, and any
 * type with {@code public static T parse(String)} that throws {@link IllegalArgumentException} saying what it expected
 * (such as {@link io.skerry.functions.api.DataSize}). An {@link IllegalArgumentException} of a compact constructor is
 * reported at the position of the record.
 */
@NullMarked
package io.skerry.functions.api;

import org.jspecify.annotations.NullMarked;
