package io.skerry.edge.server;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The strict grammar of an HTTP/1 request head (RFC 9112 2 to 5), fed byte by byte.
 *
 * <p>The decoder behind it is lenient where two parsers may disagree: it unfolds folded lines, splits a request line at any
 * whitespace, skips control characters before it. What it would forgive is found here first. Pure; one instance per connection.
 */
final class HeadSyntax {

    private static final String TCHAR = "!#$%&'*+-.^_`|~";
    private static final boolean[] TOKEN = new boolean[128];
    private static final int MAX_METHOD = 32;

    static {
        for (char c = 0; c < TOKEN.length; c++) {
            TOKEN[c] =
                    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || TCHAR.indexOf(c) >= 0;
        }
    }

    private enum Place {
        BEFORE,
        EMPTY_LINE_LF,
        METHOD,
        TARGET_START,
        TARGET,
        VERSION,
        LINE_START,
        NAME,
        VALUE,
        LF,
        END_LF,
        ENDED
    }

    /** What is wrong with a head, and the status that says so. */
    enum Fault {
        EMPTY_LINES(400, "empty lines before the request"),
        METHOD(400, "not a method"),
        TARGET(400, "not a request target"),
        VERSION(400, "not an HTTP version"),
        HTTP_VERSION(505, "HTTP version not supported"),
        LINE_END(400, "a line without CRLF"),
        FOLDED(400, "a folded field line"),
        FIELD_NAME(400, "not a field name"),
        FIELD_VALUE(400, "a control character in a field"),
        FIELD_COUNT(431, "too many fields");

        private final int status;
        private final String text;

        Fault(int status, String text) {
            this.status = status;
            this.text = text;
        }

        int status() {
            return status;
        }

        String text() {
            return text;
        }
    }

    private static final String VERSION_PREFIX = "HTTP/";

    private final int maxFields;
    private Place place = Place.BEFORE;
    private int emptyLines;
    private int length;
    private int fields;
    private @Nullable Fault fault;

    /** A grammar before its first head, which allows so many field lines. */
    HeadSyntax(int maxFields) {
        this.maxFields = maxFields;
    }

    /** The first fault in the head so far. */
    Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    /** Expects another head. */
    void restart() {
        place = Place.BEFORE;
        emptyLines = 0;
        length = 0;
        fields = 0;
        fault = null;
    }

    /** Takes the next byte, 0 to 255. After a fault, or the end of the head, bytes are ignored. */
    void next(int octet) {
        if (fault != null) {
            return;
        }
        switch (place) {
            case BEFORE -> before(octet);
            case EMPTY_LINE_LF -> lineFeed(octet, Place.BEFORE);
            case METHOD -> method(octet);
            case TARGET_START, TARGET -> target(octet);
            case VERSION -> version(octet);
            case LINE_START -> lineStart(octet);
            case NAME -> name(octet);
            case VALUE -> value(octet);
            case LF -> lineFeed(octet, Place.LINE_START);
            case END_LF -> lineFeed(octet, Place.ENDED);
            case ENDED -> {}
        }
    }

    /** RFC 9112 2.2: at least one empty line before a request is to be ignored; more than two are no mistake of a keyboard. */
    private void before(int octet) {
        if (octet == '\r') {
            emptyLines++;
            place = Place.EMPTY_LINE_LF;
            failIf(emptyLines > 2, Fault.EMPTY_LINES);
            return;
        }
        place = Place.METHOD;
        length = 0;
        method(octet);
    }

    private void method(int octet) {
        if (octet == ' ' && length > 0) {
            place = Place.TARGET_START;
            return;
        }
        length++;
        failIf(!token(octet) || length > MAX_METHOD, Fault.METHOD);
    }

    private void target(int octet) {
        if (octet == ' ' && place == Place.TARGET) {
            place = Place.VERSION;
            length = 0;
            return;
        }
        // RFC 3986 2: visible ASCII, of which a fragment is never sent.
        failIf(octet <= ' ' || octet >= 0x7f || octet == '#', Fault.TARGET);
        place = Place.TARGET;
    }

    /** {@code HTTP/1.} and a digit: another major version is another protocol, another minor one is not (RFC 9110 2.5). */
    private void version(int octet) {
        if (length < VERSION_PREFIX.length()) {
            failIf(octet != VERSION_PREFIX.charAt(length), Fault.VERSION);
        } else if (length == 8) {
            failIf(octet != '\r', octet == '\n' ? Fault.LINE_END : Fault.VERSION);
            place = Place.LF;
        } else if (length == 6) {
            failIf(octet != '.', Fault.VERSION);
        } else {
            failIf(octet < '0' || octet > '9', Fault.VERSION);
            failIf(length == 5 && octet != '1', Fault.HTTP_VERSION);
        }
        length++;
    }

    private void lineStart(int octet) {
        if (octet == '\r') {
            place = Place.END_LF;
            return;
        }
        // RFC 9112 5.2: a server either refuses line folding or replaces it; replacing is
        // how two parsers come to disagree.
        failIf(octet == ' ' || octet == '\t', Fault.FOLDED);
        fields++;
        failIf(fields > maxFields, Fault.FIELD_COUNT);
        failIf(!token(octet), Fault.FIELD_NAME);
        place = Place.NAME;
    }

    private void name(int octet) {
        if (octet == ':') {
            place = Place.VALUE;
            return;
        }
        // RFC 9112 5.1: no whitespace between the name and the colon.
        failIf(!token(octet), Fault.FIELD_NAME);
    }

    private void value(int octet) {
        if (octet == '\r') {
            place = Place.LF;
            return;
        }
        failIf(octet == '\n', Fault.LINE_END);
        failIf((octet < ' ' && octet != '\t') || octet == 0x7f, Fault.FIELD_VALUE);
    }

    private void lineFeed(int octet, Place next) {
        failIf(octet != '\n', Fault.LINE_END);
        place = next;
    }

    private void failIf(boolean wrong, Fault what) {
        if (wrong && fault == null) {
            fault = what;
        }
    }

    /** Whether a character may stand in a token (RFC 9110 5.6.2). */
    static boolean token(int octet) {
        return octet < TOKEN.length && TOKEN[octet];
    }
}
