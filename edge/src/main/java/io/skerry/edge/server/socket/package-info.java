/**
 * What the guards of both versions of HTTP have in common: how far a connection's socket has got, and the counts of what they did.
 *
 * <p>May import Netty and the JDK. They ask {@link io.skerry.edge.server.socket.PendingWrites}, and tell
 * {@link io.skerry.edge.server.socket.ListenerCounts}.
 */
@NullMarked
package io.skerry.edge.server.socket;

import org.jspecify.annotations.NullMarked;
