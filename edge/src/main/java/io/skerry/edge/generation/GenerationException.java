package io.skerry.edge.generation;

/** A routes file is valid and what it names cannot be had: a file unreadable, a function that refuses its settings. */
public final class GenerationException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With one line for the operator. */
    public GenerationException(String message, Throwable cause) {
        super(message, cause);
    }
}
