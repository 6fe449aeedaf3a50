/**
 * Layer 7: memory and disk together as one store, and the sinks that fill it. Imports layers 0 to 6. Start at {@link
 * io.skerry.cache.store.tiered.TieredStore}; the life of an arriving response is {@code Fill}.
 */
@NullMarked
package io.skerry.cache.store.tiered;

import org.jspecify.annotations.NullMarked;
