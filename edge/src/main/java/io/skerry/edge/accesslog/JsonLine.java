package io.skerry.edge.accesslog;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.OriginPart;
import java.time.Duration;
import java.time.Instant;

/**
 * One JSON object per exchange (RFC 8259). One thread. Absent values are left out. Everything that a client can influence is escaped: the
 * line stays one line, valid JSON, and harmless to a terminal that it is shown on.
 */
final class JsonLine implements LineFormat {

    /** Longer values are cut, and end in an ellipsis. */
    static final int MAX_VALUE_CHARS = 8192;

    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final int REPLACEMENT = 0xFFFD;
    private static final int ELLIPSIS = 0x2026;

    private long second;
    private String secondText = "";

    @Override
    public void append(ExchangeRecord exchange, LineBuffer line) {
        line.ascii("{\"type\":\"access\",\"time\":\"");
        time(line, exchange.arrival());
        line.put((byte) '"');
        text(line, "id", exchange.requestId());
        text(line, "client", exchange.client());
        text(line, "protocol", exchange.protocol());
        text(line, "method", exchange.method());
        text(line, "host", exchange.host());
        text(line, "path", exchange.target());
        number(line, "status", exchange.status());
        number(line, "bytes", exchange.bytesSent());
        number(line, "received", exchange.bytesReceived());
        millis(line, "duration_ms", exchange.duration());
        text(line, "cache", exchange.outcome().token());
        if (!exchange.reason().isEmpty()) {
            text(line, "reason", exchange.reason());
        }
        if (exchange.site().isPresent()) {
            text(line, "site", exchange.site().get());
        }
        if (exchange.route().isPresent()) {
            text(line, "route", exchange.route().get());
        }
        if (exchange.origin().isPresent()) {
            origin(line, exchange.origin().get());
        }
        if (exchange.userAgent().isPresent()) {
            text(line, "user_agent", exchange.userAgent().get());
        }
        text(line, "ending", exchange.ending().token());
        line.ascii("}\n");
    }

    /** As {@link Instant#toString} writes it, in microseconds; what is the same for a whole second is written once. */
    private void time(LineBuffer line, Instant time) {
        if (time.getEpochSecond() != second || secondText.isEmpty()) {
            second = time.getEpochSecond();
            String whole = Instant.ofEpochSecond(second).toString();
            secondText = whole.substring(0, whole.length() - 1);
        }
        line.ascii(secondText).put((byte) '.');
        int micros = time.getNano() / 1000;
        for (int unit = 100_000; unit > 0; unit /= 10) {
            line.put((byte) ('0' + micros / unit % 10));
        }
        line.put((byte) 'Z');
    }

    private static void origin(LineBuffer line, OriginPart part) {
        line.ascii(",\"origin\":{\"name\":");
        quoted(line, part.origin());
        text(line, "target", part.target());
        if (part.status().isPresent()) {
            number(line, "status", part.status().get());
        }
        millis(line, "ms", part.headTime());
        if (part.failure().isPresent()) {
            text(line, "failure", part.failure().get());
        }
        line.put((byte) '}');
    }

    private static void text(LineBuffer line, String name, String value) {
        line.ascii(",\"").ascii(name).ascii("\":");
        quoted(line, value);
    }

    private static void number(LineBuffer line, String name, long value) {
        line.ascii(",\"").ascii(name).ascii("\":").number(value);
    }

    /** Milliseconds with three decimals. */
    private static void millis(LineBuffer line, String name, Duration value) {
        long micros = Math.max(0, value.toNanos()) / 1000;
        line.ascii(",\"").ascii(name).ascii("\":").number(micros / 1000).put((byte) '.');
        long fraction = micros % 1000;
        line.put((byte) ('0' + fraction / 100)).put((byte) ('0' + fraction / 10 % 10));
        line.put((byte) ('0' + fraction % 10));
    }

    private static void quoted(LineBuffer line, String value) {
        line.put((byte) '"');
        int end = Math.min(value.length(), MAX_VALUE_CHARS);
        int i = line.plain(value, end);
        while (i < end) {
            int codePoint = value.codePointAt(i);
            escaped(line, codePoint);
            i += Character.charCount(codePoint);
        }
        if (value.length() > MAX_VALUE_CHARS) {
            line.codePoint(ELLIPSIS);
        }
        line.put((byte) '"');
    }

    private static void escaped(LineBuffer line, int codePoint) {
        if (codePoint == '"' || codePoint == '\\') {
            line.put((byte) '\\').put((byte) codePoint);
        } else if (codePoint >= 0x20 && codePoint < 0x7F) {
            line.put((byte) codePoint);
        } else if (isUnsafe(codePoint)) {
            unicodeEscape(line, codePoint);
        } else if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            line.codePoint(REPLACEMENT);
        } else {
            line.codePoint(codePoint);
        }
    }

    // C0, DEL and C1 steer terminals; U+2028 and U+2029 break lines; bidirectional controls show a line as another.
    private static boolean isUnsafe(int codePoint) {
        return codePoint < 0xA0
                || (codePoint >= 0x200E && codePoint <= 0x200F)
                || (codePoint >= 0x2028 && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069)
                || codePoint == 0xFEFF;
    }

    private static void unicodeEscape(LineBuffer line, int codePoint) {
        line.ascii("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            line.put((byte) HEX[codePoint >> shift & 0xF]);
        }
    }
}
