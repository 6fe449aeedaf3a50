package io.skerry.edge;

/** The node cannot start, for a reason the operator can remedy. The message is one line and says what to do about it. */
public final class NodeStartException extends Exception {

    private static final long serialVersionUID = 1L;

    /** With one line for the operator. */
    public NodeStartException(String message) {
        super(message);
    }

    /** With one line for the operator, and the cause for the debug log. */
    public NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
