/**
 * Requests to origins: pooled connections, balancing over targets, time-outs, streaming both ways, and every ending of an exchange as
 * a value.
 *
 * <p>May import {@code io.skerry.cache.message} and Vert.x; knows nothing of the edge, of caching or of the routes file. Values and
 * pure rules ({@link io.skerry.origin.OriginSettings}, {@link io.skerry.origin.ForwardedHeaders}, {@link io.skerry.origin.LoopMark}, the
 * balancers) stand apart from the classes that do I/O. Start at {@link io.skerry.origin.OriginClient}.
 */
@NullMarked
package io.skerry.origin;

import org.jspecify.annotations.NullMarked;
