/**
 * Layer 6: which response goes first when there is no room: several orders of eviction, small models of the cache that try each of them
 * on a sample of what is asked for, and the choice between them. No I/O, no clock. Imports nothing of ours. Start at {@link
 * io.skerry.cache.store.eviction.VictimChooser}; why it is so: {@code edge/docs/adr/eviction.md}.
 */
@NullMarked
package io.skerry.cache.store.eviction;

import org.jspecify.annotations.NullMarked;
