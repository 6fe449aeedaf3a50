package io.skerry.origin;

/** Which {@code Host} an origin is shown. TLS names and certificates are always the target's. */
public sealed interface OriginHost {

    /** The authority the client asked for. */
    record Client() implements OriginHost {}

    /** The target's own authority. */
    record Target() implements OriginHost {}

    /**
     * A fixed authority.
     *
     * @param authority host, with a port if it needs one
     */
    record Named(String authority) implements OriginHost {
        public Named {
            if (authority.isEmpty()) {
                throw new IllegalArgumentException("an authority has a host");
            }
        }
    }
}
