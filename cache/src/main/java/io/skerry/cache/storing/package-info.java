/**
 * Layer 4: whether a response is stored, and what of it (RFC 9111 3). Imports layers 0 to 3. Start at {@link
 * io.skerry.cache.storing.StorageDecider}.
 */
@NullMarked
package io.skerry.cache.storing;

import org.jspecify.annotations.NullMarked;
