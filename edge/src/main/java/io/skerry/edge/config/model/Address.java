package io.skerry.edge.config.model;

import java.util.regex.Pattern;

/**
 * Where to listen: {@code 127.0.0.1:9090}, {@code [::1]:9090}, {@code 0.0.0.0:8080}.
 *
 * @param host an IP literal without brackets, or a name
 * @param port 0 lets the system choose
 */
public record Address(String host, int port) {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    public Address {
        if (host.isEmpty() || port < 0 || port > 65_535) {
            throw new IllegalArgumentException("an address is host:port, with a port from 0 to 65535");
        }
    }

    /**
     * The address this text means.
     *
     * @throws IllegalArgumentException when it is not {@code host:port}
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, Math.max(colon, 0));
        boolean literal = host.startsWith("[") && host.endsWith("]");
        String port = text.substring(colon + 1);
        if (colon <= 0 || !PORT.matcher(port).matches() || (host.indexOf(':') >= 0 && !literal)) {
            throw new IllegalArgumentException("an address is host:port");
        }
        return new Address(literal ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
