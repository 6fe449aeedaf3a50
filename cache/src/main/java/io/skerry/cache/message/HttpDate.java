package io.skerry.cache.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * HTTP-date (RFC 9110 5.6.7): IMF-fixdate, and the obsolete forms of RFC 850 and asctime.
 *
 * <p>Words are compared without regard to case (RFC 9111 4.2 asks that of caches); everything else is strict: one space, two
 * digits, GMT only. The name of the day is not checked against the date.
 */
public final class HttpDate {

    private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    private static final String[] LONG_DAYS = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int IMF_LENGTH = "Sun, 06 Nov 1994 08:49:37 GMT".length();
    private static final int ASCTIME_LENGTH = "Sun Nov  6 08:49:37 1994".length();

    private HttpDate() {}

    /**
     * The instant that a field value names, empty for anything that is not an HTTP-date.
     *
     * @param now decides the century of a two-digit year: at most 50 years ahead
     */
    public static Optional<Instant> parse(String text, Instant now) {
        try {
            if (text.length() == IMF_LENGTH && text.charAt(3) == ',') {
                return imfFixdate(text);
            }
            if (text.length() == ASCTIME_LENGTH && text.charAt(3) == ' ') {
                return asctime(text);
            }
            return rfc850(text, now);
        } catch (DateTimeException impossibleDate) {
            // 31 Feb and the like: the digits are well-formed, the day does not exist.
            return Optional.empty();
        }
    }

    /** The instant as IMF-fixdate, the only form that is sent. Fractions of a second are dropped. */
    public static String format(Instant instant) {
        ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(IMF_LENGTH);
        text.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
        twoDigits(text, time.getDayOfMonth()).append(' ');
        text.append(MONTHS[time.getMonthValue() - 1]).append(' ');
        twoDigits(text, time.getYear() / 100);
        twoDigits(text, time.getYear() % 100).append(' ');
        twoDigits(text, time.getHour()).append(':');
        twoDigits(text, time.getMinute()).append(':');
        return twoDigits(text, time.getSecond()).append(" GMT").toString();
    }

    private static StringBuilder twoDigits(StringBuilder text, int value) {
        return text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    // "Sun, 06 Nov 1994 08:49:37 GMT"
    private static Optional<Instant> imfFixdate(String text) {
        if (word(text, 0, DAYS) < 0 || !spaces(text, 4, 7, 11, 16) || !gmt(text, 25)) {
            return Optional.empty();
        }
        return instant(number(text, 12, 4), word(text, 8, MONTHS), number(text, 5, 2), text, 17);
    }

    // "Sun Nov  6 08:49:37 1994"
    private static Optional<Instant> asctime(String text) {
        if (word(text, 0, DAYS) < 0 || !spaces(text, 3, 7, 10, 19)) {
            return Optional.empty();
        }
        int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
        return instant(number(text, 20, 4), word(text, 4, MONTHS), day, text, 11);
    }

    // "Sunday, 06-Nov-94 08:49:37 GMT"
    private static Optional<Instant> rfc850(String text, Instant now) {
        int comma = text.indexOf(',');
        int at = comma + 2;
        if (comma < 6 || text.length() != at + 22 || !isLongDay(text, comma)) {
            return Optional.empty();
        }
        boolean punctuated = text.charAt(at + 2) == '-' && text.charAt(at + 6) == '-';
        if (!punctuated || !spaces(text, comma + 1, at + 9) || !gmt(text, at + 18)) {
            return Optional.empty();
        }
        int yearOfCentury = number(text, at + 7, 2);
        if (yearOfCentury < 0) {
            return Optional.empty();
        }
        int month = word(text, at + 3, MONTHS);
        int thisYear = now.atZone(ZoneOffset.UTC).getYear();
        int year = thisYear - Math.floorMod(thisYear, 100) + 100 + yearOfCentury;
        // RFC 9110 5.6.7: more than 50 years in the future means the most recent such year in the past.
        while (year > thisYear + 50) {
            year -= 100;
        }
        return instant(year, month, number(text, at, 2), text, at + 10);
    }

    private static boolean isLongDay(String text, int length) {
        for (String day : LONG_DAYS) {
            if (day.length() == length && text.regionMatches(true, 0, day, 0, length)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<Instant> instant(int year, int month, int day, String text, int timeAt) {
        int hour = number(text, timeAt, 2);
        int minute = number(text, timeAt + 3, 2);
        int second = number(text, timeAt + 6, 2);
        boolean wellFormed = year >= 0 && month >= 0 && day >= 0 && hour >= 0 && minute >= 0 && second >= 0;
        boolean inRange = hour < 24 && minute < 60 && second <= 60;
        if (!wellFormed || !inRange || text.charAt(timeAt + 2) != ':' || text.charAt(timeAt + 5) != ':') {
            return Optional.empty();
        }
        long days = LocalDate.of(year, month + 1, day).toEpochDay();
        return Optional.of(Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second));
    }

    private static boolean gmt(String text, int at) {
        return text.regionMatches(true, at, " GMT", 0, 4);
    }

    private static boolean spaces(String text, int... positions) {
        for (int position : positions) {
            if (text.charAt(position) != ' ') {
                return false;
            }
        }
        return true;
    }

    /** The index of the three-letter word that stands at a position, -1 for none. */
    private static int word(String text, int at, String[] words) {
        for (int i = 0; i < words.length; i++) {
            if (text.regionMatches(true, at, words[i], 0, 3)) {
                return i;
            }
        }
        return -1;
    }

    /** The number that stands at a position, -1 if one of its characters is no digit. */
    private static int number(String text, int at, int digits) {
        int value = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
