/**
 * Layer 5: the store as the pipeline sees it: lookups, leases on bodies, sinks for new responses, settings and numbers. Imports
 * layers 0 to 4. Below it {@code memory} (native slabs), {@code hot} and {@code disk} (the tiers); {@code tiered} puts them
 * together and is where a store is opened. Start at {@link io.skerry.cache.store.CacheStore}.
 */
@NullMarked
package io.skerry.cache.store;

import org.jspecify.annotations.NullMarked;
