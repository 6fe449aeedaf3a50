package io.skerry.edge.exchange;

/** Told of every exchange exactly once, on its event loop. Must not block or throw. */
@FunctionalInterface
public interface ExchangeListener {

    /** The exchange has ended. */
    void ended(ExchangeRecord exchange);
}
