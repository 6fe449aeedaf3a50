/**
 * Layer 6, over the tiers: memory and disk together as one store, and the sinks that fill it. Start at {@link
 * io.skerry.cache.store.tiered.TieredStore}; the life of an arriving response is {@code Fill}.
 */
@NullMarked
package io.skerry.cache.store.tiered;

import org.jspecify.annotations.NullMarked;
