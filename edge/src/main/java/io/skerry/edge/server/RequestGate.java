package io.skerry.edge.server;

import io.skerry.cache.message.Authority;
import io.skerry.edge.exchange.Protocol;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which well-formed requests are let in: one host, one framing, a method that is served (RFC 9110 7.2, RFC 9112 3.2 and 6.1). Pure.
 */
final class RequestGate {

    private static final int FIELD_OVERHEAD = 32;

    private RequestGate() {}

    /**
     * A request's head, as far as the gate looks at it.
     *
     * @param method its token
     * @param target as in the request line, or {@code :path}
     * @param protocol whose rules apply
     * @param pseudoAuthority {@code :authority} of HTTP/2, or null
     * @param fields its fields
     */
    record Head(
            String method,
            String target,
            Protocol protocol,
            @Nullable String pseudoAuthority,
            MultiMap fields) {}

    /** What the gate says. */
    sealed interface Verdict {}

    /**
     * Come in.
     *
     * @param authority what is asked of, normalised
     */
    record Admitted(String authority) implements Verdict {}

    /**
     * Stay out.
     *
     * @param status 4xx or 5xx
     * @param reason for the log and the body
     */
    record Refused(int status, String reason) implements Verdict {}

    /** No answer at all: the HTTP/2 stream is reset (RFC 9113 8.1.1). */
    record Malformed(String reason) implements Verdict {}

    /** Judges a request over a connection of this scheme. */
    static Verdict judge(Head head, String scheme, ListenerSettings.Limits limits) {
        if (head.protocol() == Protocol.HTTP_2) {
            Verdict fault = fault(head, limits);
            if (fault != null) {
                return fault;
            }
        }
        // A line of HTTP/1 that is much longer was not read to its end.
        if (head.target().length() > limits.uriBytes()) {
            return new Refused(414, "target too long");
        }
        if (head.method().equals("CONNECT")) {
            return new Refused(501, "CONNECT is not served");
        }
        if (head.method().equals("TRACE")) {
            return new Refused(405, "TRACE is not served");
        }
        Optional<Refused> framing = framing(head, limits.bodyBytes());
        if (framing.isPresent()) {
            return framing.get();
        }
        return host(head, scheme);
    }

    /**
     * What is wrong with a head of HTTP/2, which nobody has looked at: RFC 9113 8.2.1, since what is read as text by HTTP/1 at the origin
     * must not end its line there, nor be cut; 8.3.1, path and method; and its size, as the settings count it (6.5.2). Null for nothing.
     */
    private static @Nullable Verdict fault(Head head, ListenerSettings.Limits limits) {
        boolean path = head.target().startsWith("/")
                || (head.target().equals("*") && head.method().equals("OPTIONS"))
                || head.method().equals("CONNECT");
        boolean wellFormed = path && visible(head.target());
        int count = 0;
        long bytes = 0;
        for (var line : head.fields()) {
            wellFormed = wellFormed && fieldName(line.getKey()) && fieldValue(line.getValue());
            count++;
            bytes += FIELD_OVERHEAD + line.getKey().length() + line.getValue().length();
        }
        if (!wellFormed) {
            return new Malformed("not a request of HTTP/2");
        }
        return count > limits.headerFields() || bytes > limits.headerBytes()
                ? new Refused(431, "too many fields, or too long ones")
                : null;
    }

    private static boolean visible(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }

    private static boolean fieldName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c <= ' ' || c >= 0x7f || (c >= 'A' && c <= 'Z') || c == ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean fieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return !blank(value, value.length() - 1) && !blank(value, 0);
    }

    private static boolean blank(String value, int at) {
        return at >= 0 && at < value.length() && (value.charAt(at) == ' ' || value.charAt(at) == '\t');
    }

    private static Optional<Refused> framing(Head head, long maxBodyBytes) {
        if (!head.fields().contains("Content-Length") && !head.fields().contains("Transfer-Encoding")) {
            return Optional.empty();
        }
        List<String> lengths = head.fields().getAll("Content-Length");
        List<String> codings = head.fields().getAll("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (head.protocol() != Protocol.HTTP_1_1 || !lengths.isEmpty()) {
                return Optional.of(new Refused(400, "Transfer-Encoding where it must not be"));
            }
            // RFC 9112 6.1: a coding that is not understood is 501; written any other way than this it is a trick.
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                return Optional.of(new Refused(400, "a Transfer-Encoding other than chunked"));
            }
        }
        if (lengths.size() > 1) {
            return Optional.of(new Refused(400, "more than one Content-Length"));
        }
        return lengths.isEmpty() ? Optional.empty() : length(lengths.getFirst(), maxBodyBytes);
    }

    private static Optional<Refused> length(String text, long maxBodyBytes) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return Optional.of(new Refused(400, "a Content-Length that is no number"));
            }
            if (bytes > (Long.MAX_VALUE - 9) / 10) {
                return Optional.of(new Refused(400, "a Content-Length beyond all numbers"));
            }
            bytes = bytes * 10 + (c - '0');
        }
        if (text.isEmpty()) {
            return Optional.of(new Refused(400, "an empty Content-Length"));
        }
        return bytes > maxBodyBytes ? Optional.of(new Refused(413, "content too large")) : Optional.empty();
    }

    private static Verdict host(Head head, String scheme) {
        List<String> hosts = head.fields().getAll("Host");
        if (head.protocol() != Protocol.HTTP_2 && hosts.size() != 1) {
            // HTTP/1.0 clients that name no host cannot be told apart by site: there is no default tenant.
            return new Refused(400, hosts.isEmpty() ? "no Host" : "more than one Host");
        }
        if (hosts.size() > 1) {
            return new Refused(400, "more than one Host");
        }
        String named = head.pseudoAuthority() == null && !hosts.isEmpty() ? hosts.getFirst() : head.pseudoAuthority();
        Optional<String> authority = named == null ? Optional.empty() : Authority.normalise(scheme, named);
        if (authority.isEmpty()) {
            return new Refused(400, "not a Host");
        }
        if (!hosts.isEmpty() && !Authority.normalise(scheme, hosts.getFirst()).equals(authority)) {
            return new Refused(400, "Host and :authority differ");
        }
        return target(head, scheme, authority.get());
    }

    /** RFC 9112 3.2: origin-form, absolute-form of the same host, or {@code *} of OPTIONS. */
    private static Verdict target(Head head, String scheme, String authority) {
        String target = head.target();
        if (target.startsWith("/") || (target.equals("*") && head.method().equals("OPTIONS"))) {
            return new Admitted(authority);
        }
        int authorityStart = target.indexOf("://") + 3;
        String targetScheme = authorityStart < 3 ? "" : target.substring(0, authorityStart - 3);
        if (!targetScheme.equalsIgnoreCase("http") && !targetScheme.equalsIgnoreCase("https")) {
            return new Refused(400, "not a request target");
        }
        if (!targetScheme.equalsIgnoreCase(scheme)) {
            return new Refused(421, "the target is of another scheme than the connection");
        }
        int end = authorityStart;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        boolean same = Authority.normalise(scheme, target.substring(authorityStart, end))
                .filter(authority::equals)
                .isPresent();
        return same ? new Admitted(authority) : new Refused(400, "Host and the target differ");
    }
}
