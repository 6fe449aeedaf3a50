/**
 * The access log: one escaped line per exchange, written by a thread of its own behind a bounded queue, so that an event loop
 * never waits for whoever reads the log. What finds the queue full is dropped and counted. Imports {@code edge.exchange}, JCTools
 * and the JDK. Start at {@link io.skerry.edge.accesslog.AccessLog}.
 */
@NullMarked
package io.skerry.edge.accesslog;

import org.jspecify.annotations.NullMarked;
