package io.skerry.edge.routing;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Literal text of a pattern, brought to the form in which request paths arrive: normalised by RFC 3986 6.2.2. */
public final class PathLiteral {

    private static final String PLAIN = "!$&'()*+,;=:@/";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PathLiteral() {}

    /**
     * The text with unreserved characters decoded, other percent-encodings in upper case, and what a path cannot carry encoded.
     *
     * @throws IllegalArgumentException when a percent sign begins no encoded octet
     */
    public static String normalised(String text) {
        StringBuilder out = new StringBuilder(text.length());
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        int at = 0;
        while (at < octets.length) {
            int octet = octets[at] & 0xff;
            if (octet != '%') {
                out.append(unreserved(octet) || PLAIN.indexOf(octet) >= 0 ? text(octet) : encoded(octet));
                at++;
                continue;
            }
            int meant = encodedOctet(text, octets, at);
            out.append(unreserved(meant) ? text(meant) : encoded(meant));
            at += 3;
        }
        return out.toString();
    }

    private static int encodedOctet(String text, byte[] octets, int at) {
        if (at + 2 >= octets.length || !HexFormat.isHexDigit(octets[at + 1]) || !HexFormat.isHexDigit(octets[at + 2])) {
            throw new IllegalArgumentException("\"" + text + "\" has a \"%\" that no two hexadecimal digits follow");
        }
        return (HexFormat.fromHexDigit(octets[at + 1]) << 4) | HexFormat.fromHexDigit(octets[at + 2]);
    }

    private static String text(int octet) {
        return String.valueOf((char) octet);
    }

    private static String encoded(int octet) {
        return "%" + HEX.toHexDigits((byte) octet);
    }

    private static boolean unreserved(int octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || octet == '-'
                || octet == '.'
                || octet == '_'
                || octet == '~';
    }
}
