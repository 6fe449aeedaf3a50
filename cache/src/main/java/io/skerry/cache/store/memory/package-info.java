/**
 * Layer 5, under the tiers: native memory in slabs of size classes, handed out as reference-counted pieces, and the ledger
 * that accounts for all of it. Imports the store's interfaces. Start at {@link io.skerry.cache.store.memory.Slabs}.
 */
@NullMarked
package io.skerry.cache.store.memory;

import org.jspecify.annotations.NullMarked;
