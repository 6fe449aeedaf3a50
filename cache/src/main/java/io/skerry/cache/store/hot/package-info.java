/**
 * Layer 6: the memory tier: stored responses whose content lies in native slabs, and the policy that decides which stay.
 * Imports layers 0 to 5, {@code store.memory} and {@code store.eviction}. Start at {@link io.skerry.cache.store.hot.HotTier}.
 */
@NullMarked
package io.skerry.cache.store.hot;

import org.jspecify.annotations.NullMarked;
