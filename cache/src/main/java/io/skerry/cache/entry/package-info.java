/**
 * Layer 2: what is stored, and what a lookup found. Imports layers 0 and 1. Start at {@link io.skerry.cache.entry.StoredHead}.
 */
@NullMarked
package io.skerry.cache.entry;

import org.jspecify.annotations.NullMarked;
