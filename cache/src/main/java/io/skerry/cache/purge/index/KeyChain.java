package io.skerry.cache.purge.index;

import org.jspecify.annotations.Nullable;

/**
 * The key of a selector, and the key it becomes when its table is full: a URL its folder, a folder its host, a host its site.
 *
 * @param key a hash
 * @param coarser the next, null where there is none
 */
record KeyChain(long key, @Nullable KeyChain coarser) {}
