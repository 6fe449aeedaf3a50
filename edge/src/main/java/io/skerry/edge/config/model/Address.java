package io.skerry.edge.config.model;

/**
 * Where to listen: {@code 127.0.0.1:9090}, {@code [::1]:9090}, {@code 0.0.0.0:8080}.
 *
 * @param host an IP literal without brackets, or a name
 * @param port 0 lets the system choose
 */
public record Address(String host, int port) {

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
        if (colon <= 0 || (host.indexOf(':') >= 0 && !literal)) {
            throw new IllegalArgumentException("an address is host:port");
        }
        return new Address(
                literal ? host.substring(1, host.length() - 1) : host, Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
