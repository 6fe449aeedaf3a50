package io.skerry.functions.runtime;

import io.skerry.functions.api.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes a function's messages with the use and, inside a request, its id attached. */
record FunctionLog(String use, String requestId) implements Log {

    private static final Logger LOG = LoggerFactory.getLogger("io.skerry.functions");

    /** The id outside of requests. */
    static final String NO_REQUEST = "";

    @Override
    public void debug(String message) {
        write(Level.DEBUG, message);
    }

    @Override
    public void info(String message) {
        write(Level.INFO, message);
    }

    @Override
    public void warn(String message) {
        write(Level.WARN, message);
    }

    private void write(Level level, String message) {
        var event = LOG.atLevel(level).addKeyValue("function", use);
        if (!requestId.equals(NO_REQUEST)) {
            event = event.addKeyValue("requestId", requestId);
        }
        event.log(message);
    }
}
