package io.skerry.edge.accesslog;

import io.skerry.edge.exchange.ExchangeRecord;

/** How an exchange becomes one line. Called by the writer thread alone. */
sealed interface LineFormat permits JsonLine, ConsoleLine {

    /** Appends the line with its line feed, whatever bytes the client sent. */
    void append(ExchangeRecord exchange, LineBuffer line);
}
