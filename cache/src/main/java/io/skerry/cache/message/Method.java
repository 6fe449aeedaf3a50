package io.skerry.cache.message;

import java.util.Objects;

/**
 * A request method (RFC 9110 9). Names are case-sensitive; unknown ones are allowed and count as unsafe.
 *
 * @param name the token on the wire
 */
public record Method(String name) {

    public static final Method GET = new Method("GET");
    public static final Method HEAD = new Method("HEAD");
    public static final Method POST = new Method("POST");
    public static final Method PUT = new Method("PUT");
    public static final Method DELETE = new Method("DELETE");
    public static final Method OPTIONS = new Method("OPTIONS");
    public static final Method TRACE = new Method("TRACE");
    public static final Method CONNECT = new Method("CONNECT");

    public Method {
        Objects.requireNonNull(name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a method has at least one character");
        }
    }

    /** The method with this name; the well-known ones without allocation. */
    public static Method of(String name) {
        return switch (name) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "POST" -> POST;
            case "PUT" -> PUT;
            case "DELETE" -> DELETE;
            case "OPTIONS" -> OPTIONS;
            case "TRACE" -> TRACE;
            case "CONNECT" -> CONNECT;
            default -> new Method(name);
        };
    }

    /** Whether a request with it asks for no change at the origin (RFC 9110 9.2.1). */
    public boolean safe() {
        return equals(GET) || equals(HEAD) || equals(OPTIONS) || equals(TRACE);
    }

    /** Whether asking twice with it means what asking once does (RFC 9110 9.2.2). */
    public boolean idempotent() {
        return safe() || equals(PUT) || equals(DELETE);
    }

    /** Whether a stored response may answer it here: GET, and HEAD from a stored GET (RFC 9111 4). */
    public boolean answeredFromCache() {
        return equals(GET) || equals(HEAD);
    }
}
