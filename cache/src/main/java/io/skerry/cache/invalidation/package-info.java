/**
 * Layer 4: what makes stored responses unusable before they are stale: purges by operators, and unsafe methods (RFC 9111
 * 4.4). Imports layers 0 to 3. Start at {@link io.skerry.cache.invalidation.PurgeSelector}.
 */
@NullMarked
package io.skerry.cache.invalidation;

import org.jspecify.annotations.NullMarked;
