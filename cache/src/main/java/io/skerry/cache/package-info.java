/**
 * The domain core of Skerry: HTTP caching (RFC 9111) as values, and the store behind them.
 *
 * <p>Packages are layers and import downwards only. {@code message} (0) holds HTTP's vocabulary; {@code directive},
 * {@code policy}, {@code key} and {@code status} (1) the words of caching; {@code entry} (2) what is stored; {@code
 * freshness} (3); {@code reuse}, {@code validation}, {@code storing}, {@code invalidation} and {@code parts} (4) the decisions; {@code
 * purge}, {@code memory} (the ledger of it), {@code store} and {@code collapse} (5) the parts with state; {@code store.memory} (slabs),
 * {@code store.eviction}, {@code store.hot} and {@code store.disk} (6) the tiers, {@code store.tiered} both as one store. Layers 0 to 4 are pure: no clock, no I/O, no logging, no threads. Start reading at {@code entry.StoredHead}, then
 * {@code reuse.ReuseDecider}.
 */
@NullMarked
package io.skerry.cache;

import org.jspecify.annotations.NullMarked;
