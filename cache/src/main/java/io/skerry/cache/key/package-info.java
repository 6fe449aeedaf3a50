/**
 * Layer 1: cache keys. The primary key comes of site, URL and policy, the secondary key of what a response varies by. Imports
 * {@code message}. Start at {@link io.skerry.cache.key.CacheKeyFactory}.
 */
@NullMarked
package io.skerry.cache.key;

import org.jspecify.annotations.NullMarked;
