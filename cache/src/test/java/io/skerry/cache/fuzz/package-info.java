/** What the fuzz tests of this module share. Start at {@link io.skerry.cache.fuzz.Mutations}. May import the JDK alone. */
@NullMarked
package io.skerry.cache.fuzz;

import org.jspecify.annotations.NullMarked;
