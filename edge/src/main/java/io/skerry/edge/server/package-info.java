/**
 * The front door: listeners, the strict reading of what arrives, limits and time-outs, and who a request came from.
 *
 * <p>May import Vert.x, {@code io.skerry.cache.message} and {@code status}, {@code exchange}, {@code io.skerry.origin.ClientIdentity} and the
 * store's {@code BodyRead}, whose bytes may lie in a file; Netty only in {@link io.skerry.edge.server.NettyAccess}, {@code NettyBytes} and the channel handlers it
 * installs, those for HTTP/2 in {@code http2}. Knows neither routes nor what is cached. Start at
 * {@link io.skerry.edge.server.EdgeServer}; what is refused stands in {@code HeadSyntax} (bytes) and {@code RequestGate} (fields).
 */
@NullMarked
package io.skerry.edge.server;

import org.jspecify.annotations.NullMarked;
