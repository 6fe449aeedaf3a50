package io.skerry.edge.routing;

import java.net.IDN;
import java.util.Locale;

/**
 * The hosts a site answers: one name, {@code *.example.com} for every name below it (at any depth, not itself), or {@code *} for all.
 *
 * @param text lower-case ASCII form (RFC 5890 A-labels), without a port; an IPv6 literal keeps its brackets
 */
public record HostPattern(String text) {

    /**
     * The pattern this text describes.
     *
     * @throws IllegalArgumentException when it is not a host name, an address or a wildcard over one
     */
    public static HostPattern parse(String text) {
        if (text.equals("*")) {
            return new HostPattern(text);
        }
        boolean wildcard = text.startsWith("*.");
        String name = ascii(wildcard ? text.substring(2) : text);
        boolean address = !wildcard && name.startsWith("[") && name.endsWith("]");
        if (!(address ? ipv6(name.substring(1, name.length() - 1)) : hostName(name))) {
            throw new IllegalArgumentException(fault(name));
        }
        return new HostPattern(wildcard ? "*." + name : name);
    }

    private static String fault(String name) {
        if (name.indexOf('*') >= 0) {
            return "a wildcard stands for the first labels: *.example.com";
        }
        if (name.endsWith(".") && hostName(name.substring(0, name.length() - 1))) {
            return "a host is written without the dot at its end";
        }
        if (ipv6(name)) {
            return "an IPv6 address stands in brackets";
        }
        return name.indexOf(':') >= 0 || name.indexOf('/') >= 0
                ? "a host has no scheme, port or path"
                : "a host is made of letters, digits, dots, hyphens and underscores";
    }

    private static String ascii(String name) {
        try {
            return IDN.toASCII(name).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no host name", e);
        }
    }

    private static boolean ipv6(String text) {
        return text.indexOf(':') >= 0
                && text.chars().allMatch(c -> c == ':' || c == '.' || Character.digit(c, 16) >= 0);
    }

    private static boolean hostName(String name) {
        if (name.isEmpty() || name.length() > 253) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || !label.chars().allMatch(HostPattern::labelCharacter)) {
                return false;
            }
        }
        return true;
    }

    private static boolean labelCharacter(int c) {
        // The underscore is no host name in RFC 1123, and common in container networks.
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** Whether it stands for all hosts. */
    public boolean any() {
        return text.equals("*");
    }

    /** Whether it stands for all names below one. */
    public boolean wildcard() {
        return text.startsWith("*.");
    }

    @Override
    public String toString() {
        return text;
    }
}
