package io.skerry.functions.runtime.geo;

import java.net.InetAddress;
import java.util.Arrays;

/** A range of addresses as a prefix of the 128-bit address space, IPv4 below {@code ::/96}. */
final class Cidr {

    private static final int IPV6_BYTES = 16;

    private final byte[] address;
    private final int prefixBits;

    private Cidr(byte[] address, int prefixBits) {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    static Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("expected a range such as 192.0.2.0/24, not \"" + text + "\"");
        }
        // A literal is never looked up in the DNS.
        byte[] literal = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
        int bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 1 || bits > literal.length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of 1 to " + literal.length * Byte.SIZE + " bits, not " + text);
        }
        byte[] address = new byte[IPV6_BYTES];
        int offset = IPV6_BYTES - literal.length;
        System.arraycopy(literal, 0, address, offset, literal.length);
        return new Cidr(address, offset * Byte.SIZE + bits);
    }

    int prefixBits() {
        return prefixBits;
    }

    /** The bit at a depth of the tree, 0 being the most significant. */
    int bit(int depth) {
        return address[depth / Byte.SIZE] >> (Byte.SIZE - 1 - depth % Byte.SIZE) & 1;
    }

    @Override
    public String toString() {
        return Arrays.toString(address) + '/' + prefixBits;
    }
}
