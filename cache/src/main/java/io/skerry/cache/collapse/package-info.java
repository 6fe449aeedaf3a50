/**
 * Layer 5: request collapsing (RFC 9111 4): any number of requests for one cold URL make one origin request, and followers
 * receive the bytes as the leader does. Imports layers 0 to 4, {@code purge} and {@code store}. Start at {@link
 * io.skerry.cache.collapse.RequestCollapser}.
 */
@NullMarked
package io.skerry.cache.collapse;

import org.jspecify.annotations.NullMarked;
