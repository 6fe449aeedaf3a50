package io.skerry.functions.runtime;

/** A use of a function that refused to start; the message names the use and the reason. */
public final class FunctionStartException extends Exception {

    FunctionStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
