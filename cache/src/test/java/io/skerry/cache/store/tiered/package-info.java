/** Tests of the store as a whole. Start at {@code StoreContractTest}: it runs against every arrangement of tiers. */
@NullMarked
package io.skerry.cache.store.tiered;

import org.jspecify.annotations.NullMarked;
