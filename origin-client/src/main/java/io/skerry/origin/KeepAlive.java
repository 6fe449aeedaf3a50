package io.skerry.origin;

import io.skerry.cache.message.FieldList;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long an unused connection is kept: as long as the settings say, and no longer than a second less than the origin says
 * ({@code Keep-Alive: timeout}, RFC 9112 9.3, appendix C.2.2).
 *
 * <p>An origin closes an idle connection when that time is over, and a request sent at the same moment is lost. After a burst of
 * requests dozens of connections meet that moment together, more than are tried again.
 *
 * <p>A connection that is never unused for long is given up between two requests all the same after a while: where the origin's name leads is
 * asked for new connections alone, and an origin that has moved may go on answering at its old address.
 */
final class KeepAlive {

    /** The field that says how long. */
    static final String FIELD = "Keep-Alive";

    /** No request begins on a connection that is older. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final String TIMEOUT = "timeout=";

    private final long openedAt = System.nanoTime();
    private final long mostNanos;
    private long keptNanos;
    private long idleSince = System.nanoTime();

    /** Of a connection just opened. */
    KeepAlive(Duration most) {
        this.mostNanos = most.toNanos();
        this.keptNanos = mostNanos;
    }

    /** A response had this {@code Keep-Alive}, or none. */
    void told(@Nullable String field) {
        if (field != null) {
            allowed(field).ifPresent(time -> keptNanos = Math.min(mostNanos, time.toNanos()));
        }
    }

    /** It is unused from now on. */
    void idle(long nowNanos) {
        idleSince = nowNanos;
    }

    /** Whether it has been unused, or has served, for too long. */
    boolean over(long nowNanos) {
        return nowNanos - idleSince > keptNanos || nowNanos - openedAt > LONGEST.toNanos();
    }

    /** The time allowed by a field, a second less than it says; one of one second or less stays, one that is no number is none. */
    static Optional<Duration> allowed(String field) {
        return FieldList.members(field).stream()
                .map(member -> member.toLowerCase(Locale.ROOT))
                .filter(member -> member.startsWith(TIMEOUT))
                .findFirst()
                .flatMap(member -> seconds(member.substring(TIMEOUT.length()).strip()));
    }

    private static Optional<Duration> seconds(String digits) {
        try {
            int seconds = Integer.parseUnsignedInt(digits);
            return seconds < 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(seconds > 1 ? seconds - 1 : seconds));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }
}
