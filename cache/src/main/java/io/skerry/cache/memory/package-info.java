/**
 * The ledger of a node's memory, for whoever takes a part of it: the store, encoders and decoders, functions. Beside layer 5; it imports nothing. Start
 * at {@link io.skerry.cache.memory.MemoryBudget}.
 */
@NullMarked
package io.skerry.cache.memory;

import org.jspecify.annotations.NullMarked;
