/**
 * What is said of one request when it has ended, exactly once, also when it was aborted: the record that access log, metrics
 * and traces are written from. Of Vert.x it knows the versions of HTTP. Start at {@link io.skerry.edge.exchange.ExchangeRecord}.
 */
@NullMarked
package io.skerry.edge.exchange;

import org.jspecify.annotations.NullMarked;
