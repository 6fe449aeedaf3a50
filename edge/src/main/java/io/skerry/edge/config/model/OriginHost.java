package io.skerry.edge.config.model;

import io.skerry.edge.routing.HostPattern;

/** Which Host the targets of an origin see. */
public sealed interface OriginHost {

    /** The one the client asked for. */
    record Client() implements OriginHost {}

    /** The target's own host and port. */
    record Target() implements OriginHost {}

    /**
     * A fixed one.
     *
     * @param name host in ASCII (RFC 5890 A-labels), with a port where it is not the scheme's default
     */
    record Named(String name) implements OriginHost {}

    /** Reads {@code client}, {@code target} or a name. */
    @Shorthand(words = {"client", "target"})
    static OriginHost of(String text) {
        return switch (text) {
            case "client" -> new Client();
            case "target" -> new Target();
            default -> new Named(checked(text));
        };
    }

    private static String checked(String name) {
        int colon = name.endsWith("]") ? -1 : name.lastIndexOf(':');
        String host = colon < 0 ? name : name.substring(0, colon);
        HostPattern pattern = HostPattern.parse(host);
        if (pattern.any() || pattern.wildcard()) {
            throw new IllegalArgumentException("a Host is one name");
        }
        if (colon >= 0 && !port(name.substring(colon + 1))) {
            throw new IllegalArgumentException("the port of a Host is a number from 1 to 65535");
        }
        return pattern.text() + (colon < 0 ? "" : name.substring(colon));
    }

    private static boolean port(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= 65_535;
    }
}
