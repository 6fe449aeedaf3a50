/**
 * Layer 4: what to do with a request, given what is stored for it (RFC 9111 4). Imports layers 0 to 3. Start at {@link
 * io.skerry.cache.reuse.ReuseDecider}.
 */
@NullMarked
package io.skerry.cache.reuse;

import org.jspecify.annotations.NullMarked;
