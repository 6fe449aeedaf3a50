/**
 * Layer 0: the vocabulary of RFC 9110, as immutable values. Imports the JDK alone. Start at {@link io.skerry.cache.message.Headers}.
 */
@NullMarked
package io.skerry.cache.message;

import org.jspecify.annotations.NullMarked;
