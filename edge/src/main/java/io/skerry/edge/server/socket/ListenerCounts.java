package io.skerry.edge.server.socket;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a listener counts of its connections: how many are open, those that its guards ended, streams that were reset. Any thread. */
public final class ListenerCounts {

    private final AtomicInteger open = new AtomicInteger();
    private final Map<Cut, LongAdder> cuts = adders(Cut.class);
    private final Map<Side, LongAdder> resets = adders(Side.class);
    private final LongAdder stalled = new LongAdder();

    /** Why a guard ended a connection. A connection that was of use and is unused for too long is not cut: that is how they end. */
    public enum Cut {
        /** No complete head in time, or no TLS handshake. */
        SLOW_HEAD("slow-head"),
        /** No byte of a request's content in time, though it was wanted. */
        SLOW_CONTENT("slow-content"),
        /** Nothing taken of what was ready for the client. */
        SLOW_READER("slow-reader"),
        /** Content that nobody wanted did not end soon after the response. */
        UNREAD_CONTENT("unread-content"),
        /** Frames of HTTP/2 that cost this side more than the client: resets, settings, pings, empty ones. */
        FLOOD("flood"),
        /** More connections than the listener may have. */
        TOO_MANY("too-many");

        private final String token;

        Cut(String token) {
            this.token = token;
        }

        /** As it stands in the {@code cause} label. */
        public String token() {
            return token;
        }
    }

    /** Who reset a stream of HTTP/2. */
    public enum Side {
        CLIENT("client"),
        EDGE("edge");

        private final String token;

        Side(String token) {
            this.token = token;
        }

        /** As it stands in the {@code by} label. */
        public String token() {
            return token;
        }
    }

    /** A connection was opened; how many there are with it. */
    public int opened() {
        return open.incrementAndGet();
    }

    /** One was closed. */
    public void closed() {
        open.decrementAndGet();
    }

    /** Connections open now. */
    public int open() {
        return open.get();
    }

    /** A guard ends a connection. */
    public void cut(Cut cut) {
        adder(cuts, cut).increment();
    }

    /** How often guards did. */
    public long cuts(Cut cut) {
        return adder(cuts, cut).sum();
    }

    /** A stream was reset. */
    public void reset(Side side) {
        adder(resets, side).increment();
    }

    /** How often one was. */
    public long resets(Side side) {
        return adder(resets, side).sum();
    }

    /** Streams of HTTP/2 took nothing while others of their connection went on, and are reset for that. */
    public void stalled(int streams) {
        stalled.add(streams);
    }

    /** How many did. */
    public long stalled() {
        return stalled.sum();
    }

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> keys) {
        Map<E, LongAdder> adders = new EnumMap<>(keys);
        for (E key : keys.getEnumConstants()) {
            adders.put(key, new LongAdder());
        }
        return Collections.unmodifiableMap(adders);
    }

    private static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E key) {
        return Objects.requireNonNull(adders.get(key));
    }
}
