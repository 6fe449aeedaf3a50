/**
 * How far a connection's socket has got, whatever is spoken over it.
 *
 * <p>May import Netty and the JDK. {@link io.skerry.edge.server.socket.PendingWrites} is asked by the guards of both versions of HTTP.
 */
@NullMarked
package io.skerry.edge.server.socket;

import org.jspecify.annotations.NullMarked;
