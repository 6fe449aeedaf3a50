package io.skerry.edge.config.model;

/**
 * The interface a listener binds to: an IP literal such as {@code 0.0.0.0} or {@code ::1}, or a host name.
 *
 * @param text without a port and without brackets
 */
public record ListenHost(String text) {

    public ListenHost {
        // A single colon stands before a port.
        boolean ipv6 =
                text.indexOf(':') != text.lastIndexOf(':') && text.chars().allMatch(ListenHost::addressCharacter);
        boolean name =
                !text.isEmpty() && text.chars().allMatch(c -> c == '.' || c == '-' || Character.isLetterOrDigit(c));
        if (!ipv6 && !name) {
            throw new IllegalArgumentException("not an interface: expected an address such as 0.0.0.0 without a port");
        }
    }

    private static boolean addressCharacter(int c) {
        return c == ':' || c == '.' || Character.digit(c, 16) >= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
