/**
 * Layer 6, under the tiers: native memory in slabs of size classes, handed out as reference-counted pieces. Imports {@code memory}, whose
 * ledger accounts for it, and the store's interfaces. Start at {@link io.skerry.cache.store.memory.Slabs}.
 */
@NullMarked
package io.skerry.cache.store.memory;

import org.jspecify.annotations.NullMarked;
