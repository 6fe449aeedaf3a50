/**
 * Layer 1: what the edge tells clients about how a response was obtained (RFC 9211). Imports nothing but the JDK. Start at {@link
 * io.skerry.cache.status.CacheStatus}.
 */
@NullMarked
package io.skerry.cache.status;

import org.jspecify.annotations.NullMarked;
