package io.skerry.edge.config.model;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or one address without a slash.
 *
 * @param network its first address
 * @param prefixBits how many leading bits all its addresses share
 */
public record Cidr(InetAddress network, int prefixBits) {

    /** How it is written, as a regular expression. {@link InetAddress} takes 10 for 0.0.0.10, and addresses with a zone. */
    public static final String PATTERN = "([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*)(/[0-9]{1,3})?";

    private static final Pattern TEXT = Pattern.compile(PATTERN);

    public Cidr {
        byte[] octets = network.getAddress();
        if (prefixBits < 0 || prefixBits > 8 * octets.length) {
            throw new IllegalArgumentException(
                    "the prefix of " + network.getHostAddress() + " has 0 to " + 8 * octets.length + " bits");
        }
        for (int bit = prefixBits; bit < 8 * octets.length; bit++) {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                throw new IllegalArgumentException("bits behind the prefix are set");
            }
        }
    }

    /**
     * The range this text means. Looks nothing up.
     *
     * @throws IllegalArgumentException when it is not an IP literal with an optional prefix length, or bits behind the prefix are set
     */
    public static Cidr parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an address with an optional prefix length");
        }
        InetAddress network = InetAddress.ofLiteral(parts.group(1));
        String prefix = parts.group(3);
        return new Cidr(
                network, prefix == null ? 8 * network.getAddress().length : Integer.parseInt(prefix.substring(1)));
    }

    /** Whether the address lies in the range. An IPv4 address never lies in an IPv6 range. */
    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = prefixBits / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefixBits % 8;
        return rest == 0 || ((mine[whole] ^ theirs[whole]) & (0xff00 >> rest) & 0xff) == 0;
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefixBits;
    }
}
