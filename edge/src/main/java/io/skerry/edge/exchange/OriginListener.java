package io.skerry.edge.exchange;

import io.skerry.edge.exchange.ExchangeRecord.OriginPart;

/**
 * Told of every request to an origin, whoever it was for: a client, those that wait with it, a function, or nobody yet. On the event loop
 * that it was made on; must not block or throw.
 */
@FunctionalInterface
public interface OriginListener {

    /**
     * A request has the head of its answer, or has failed.
     *
     * @param failure the failure's token; empty where there is a head
     */
    void asked(OriginPart part, String failure);
}
