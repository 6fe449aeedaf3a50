/**
 * Layer 5: which purges a stored response meets: the matching, in memory and without I/O. Imports {@code purge.record} and layers 0
 * to 4.
 *
 * <p>Start at {@link io.skerry.cache.purge.index.PurgeIndex}, then {@code Marks}, what it knows of one thing that was purged.
 */
@NullMarked
package io.skerry.cache.purge.index;

import org.jspecify.annotations.NullMarked;
