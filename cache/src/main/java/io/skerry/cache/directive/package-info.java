/**
 * Layer 1: the words of Cache-Control (RFC 9111 5.2), of its extensions (RFC 5861, RFC 8246) and of targeted fields (RFC 9213).
 * Imports {@code message}. Start at {@link io.skerry.cache.directive.CacheControl}.
 */
@NullMarked
package io.skerry.cache.directive;

import org.jspecify.annotations.NullMarked;
