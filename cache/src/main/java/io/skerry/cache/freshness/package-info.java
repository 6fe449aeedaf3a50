/**
 * Layer 3: how old a stored response is, how long it is fresh, and whether it may be served after that (RFC 9111 4.2, RFC 5861).
 * Imports layers 0 to 2. Start at {@link io.skerry.cache.freshness.StoredFreshness}, which holds what a hit needs.
 */
@NullMarked
package io.skerry.cache.freshness;

import org.jspecify.annotations.NullMarked;
