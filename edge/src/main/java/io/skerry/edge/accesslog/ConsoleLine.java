package io.skerry.edge.accesslog;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.ExchangeRecord.CacheOutcome;
import io.skerry.edge.exchange.ExchangeRecord.Ending;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;

/** One line per exchange for a person who watches: time, status, cache, duration, size, method, URL, route. */
final class ConsoleLine implements LineFormat {

    private static final int MAX_URL_CHARS = 200;
    private static final String RESET = "\u001b[0m";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String DIM = "\u001b[2m";

    private final Colours colours;
    private final ZoneId zone;

    ConsoleLine(Colours colours, ZoneId zone) {
        this.colours = colours;
        this.zone = zone;
    }

    @Override
    public void append(ExchangeRecord exchange, LineBuffer line) {
        LocalTime time = LocalTime.ofInstant(exchange.arrival(), zone);
        line.ascii(String.format(Locale.ROOT, "%tT.%<tL ", time));
        coloured(line, statusColour(exchange.status()), String.format(Locale.ROOT, "%3d ", exchange.status()));
        coloured(
                line,
                cacheColour(exchange.outcome()),
                String.format(Locale.ROOT, "%-11s ", exchange.outcome().token()));
        line.ascii(String.format(Locale.ROOT, "%9s %8s  ", duration(exchange.duration()), size(exchange.bytesSent())));
        printable(line, exchange.method());
        line.put((byte) ' ');
        printable(line, exchange.host());
        printable(line, exchange.target());
        coloured(line, DIM, tail(exchange));
        line.put((byte) '\n');
    }

    private static String tail(ExchangeRecord exchange) {
        StringBuilder tail = new StringBuilder();
        exchange.route().ifPresent(route -> tail.append("  ").append(route));
        if (!exchange.reason().isEmpty()) {
            tail.append(" (").append(exchange.reason()).append(')');
        }
        exchange.origin()
                .ifPresent(part -> tail.append("  <- ")
                        .append(part.failure().orElseGet(() -> part.target() + ' ' + duration(part.headTime()))));
        if (exchange.ending() != Ending.COMPLETE) {
            tail.append("  ").append(exchange.ending().token());
        }
        return tail.toString();
    }

    private void coloured(LineBuffer line, String colour, String text) {
        if (colours == Colours.OFF) {
            printable(line, text);
            return;
        }
        line.ascii(colour);
        printable(line, text);
        line.ascii(RESET);
    }

    private static String statusColour(int status) {
        if (status < 200 || status >= 500) {
            return RED;
        }
        return status >= 400 ? YELLOW : GREEN;
    }

    private static String cacheColour(CacheOutcome outcome) {
        return switch (outcome) {
            case HIT_HOT, HIT_DISK, REVALIDATED, COLLAPSED -> GREEN;
            case STALE -> YELLOW;
            case MISS, PASS, EDGE -> DIM;
        };
    }

    private static String duration(Duration duration) {
        double millis = duration.toNanos() / 1e6;
        return millis < 1000
                ? String.format(Locale.ROOT, "%.1f ms", millis)
                : String.format(Locale.ROOT, "%.2f s", millis / 1000);
    }

    private static String size(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Anything but printable ASCII is shown as a dot: a URL must not steer the terminal. */
    private static void printable(LineBuffer line, String text) {
        int end = Math.min(text.length(), MAX_URL_CHARS);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            line.put((byte) (c >= 0x20 && c < 0x7F ? c : '.'));
        }
        if (text.length() > end) {
            line.ascii("...");
        }
    }

    /** Whether lines are coloured. */
    enum Colours {
        ON,
        OFF
    }
}
