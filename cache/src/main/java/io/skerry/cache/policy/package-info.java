/**
 * Layer 1: what a site owner decides about caching, and where that departs from the RFCs on purpose. Imports {@code message},
 * {@code directive} and {@code key}. Start at {@link io.skerry.cache.policy.CachePolicy}.
 */
@NullMarked
package io.skerry.cache.policy;

import org.jspecify.annotations.NullMarked;
