package io.skerry.cache.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Networks that an address may belong to, equal to those of the same texts. Immutable; no name is ever looked up. */
public final class AddressRanges {

    /** No address is in them. */
    public static final AddressRanges NONE = new AddressRanges(List.of(), List.of());

    private final List<String> texts;
    private final List<Network> networks;

    private static final class Network {
        private final byte[] address;
        private final int prefixBits;

        Network(byte[] address, int prefixBits) {
            this.address = address;
            this.prefixBits = prefixBits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            int whole = prefixBits / 8;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = prefixBits % 8;
            int mask = 0xff << (8 - rest);
            return rest == 0 || ((other[whole] ^ address[whole]) & mask & 0xff) == 0;
        }
    }

    private AddressRanges(List<String> texts, List<Network> networks) {
        this.texts = texts;
        this.networks = networks;
    }

    /**
     * The networks given as {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
     *
     * @throws IllegalArgumentException naming the text that is none of these
     */
    public static AddressRanges of(List<String> cidrs) {
        List<Network> networks = new ArrayList<>(cidrs.size());
        for (String cidr : cidrs) {
            networks.add(network(cidr));
        }
        return new AddressRanges(List.copyOf(cidrs), List.copyOf(networks));
    }

    private static Network network(String cidr) {
        int slash = cidr.indexOf('/');
        byte[] address = address(slash < 0 ? cidr : cidr.substring(0, slash));
        if (address.length == 0) {
            throw new IllegalArgumentException("not a network: " + cidr);
        }
        if (slash < 0) {
            return new Network(address, address.length * 8);
        }
        try {
            int bits = Integer.parseInt(cidr.substring(slash + 1));
            if (bits >= 0 && bits <= address.length * 8) {
                return new Network(address, bits);
            }
        } catch (NumberFormatException notANumber) {
            // refused below, like a number out of range
        }
        throw new IllegalArgumentException("not a network: " + cidr);
    }

    /** Whether an address belongs to one of them; text that is no address does not. */
    public boolean contains(String address) {
        if (networks.isEmpty()) {
            return false;
        }
        byte[] bytes = address(address);
        for (Network network : networks) {
            if (network.contains(bytes)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the text is an IPv4 or IPv6 literal. */
    public static boolean isAddress(String text) {
        return address(text).length > 0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AddressRanges that && that.texts.equals(texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    /** As they were given. */
    @Override
    public String toString() {
        return texts.toString();
    }

    /** The bytes of a literal, mapped IPv4 as IPv4; none for anything else. A name is never resolved. */
    private static byte[] address(String text) {
        if (text.isEmpty() || text.length() > 45 || !literal(text)) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException notALiteral) {
            return new byte[0];
        }
    }

    /** Only digits, hexadecimal digits, dots and colons, and shaped so that {@link InetAddress} does not take it for a name. */
    private static boolean literal(String text) {
        boolean colon = text.indexOf(':') >= 0;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dots += c == '.' ? 1 : 0;
            boolean digit = c >= '0' && c <= '9';
            boolean hex = colon && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':');
            if (!digit && !hex && c != '.') {
                return false;
            }
        }
        return colon || dots == 3;
    }
}
