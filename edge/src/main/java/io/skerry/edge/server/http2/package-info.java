/**
 * What is watched of connections of HTTP/2, beneath Vert.x: floods of resets, streams that stall, time without a stream, whether all
 * streams are told of room, pseudo-header fields that nobody else looks at, and heads too large to be read.
 *
 * <p>May import Netty, the JDK, {@code socket} and {@code cache.message}. {@link io.skerry.edge.server.http2.ConnectionWatch} installs it all on a connection; rules without I/O are
 * {@link io.skerry.edge.server.http2.ResetFlood} and {@link io.skerry.edge.server.http2.StreamReading}.
 */
@NullMarked
package io.skerry.edge.server.http2;

import org.jspecify.annotations.NullMarked;
