package io.skerry.edge.accesslog;

import io.skerry.edge.exchange.ExchangeListener;
import io.skerry.edge.exchange.ExchangeRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access log of a node: takes exchanges from any event loop, writes their lines from its own thread.
 *
 * <p>Telling it of an exchange never blocks: if {@value #QUEUE_CAPACITY} exchanges wait already, or fewer very long ones (whoever
 * reads the stream is too slow), the exchange is dropped and counted. Lines leave in batches of whole lines, in the order of the queue.
 */
public final class AccessLog implements ExchangeListener, AutoCloseable {

    /** So many exchanges may wait; about 10 MB of heap when full of usual ones. */
    static final int QUEUE_CAPACITY = 16 * 1024;

    /** What a client may make long in those that wait has so many characters in all, where it has more than a usual one. */
    static final int MOST_LONG_CHARS = 16 << 20;

    private static final int USUAL_CHARS = 1024;

    private static final int BATCH_BYTES = 64 * 1024;
    private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

    /** While exchanges come, the writer looks for them this often by itself: waking it costs an event loop a call of the kernel. */
    private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** After so many looks in vain it sleeps until it is woken. */
    private static final int NAPS_IN_VAIN = 20;

    private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final OutputStream out;
    private final LineFormat format;
    private final MpscArrayQueue<ExchangeRecord> queue;
    private final AtomicInteger longChars = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final Thread writer;
    private volatile boolean closing;
    private volatile boolean asleep;

    private AccessLog(OutputStream out, LineFormat format, int capacity) {
        this.out = out;
        this.format = format;
        this.queue = new MpscArrayQueue<>(capacity);
        this.writer = Thread.ofPlatform().name("access-log").daemon().unstarted(this::write);
    }

    /**
     * Starts a log.
     *
     * @param out where lines go; not closed with the log. Share {@link StandardOutput} with the application log as the
     *     object itself: its lock keeps lines whole
     * @param style how lines look
     */
    public static AccessLog start(OutputStream out, LogStyle style) {
        return start(out, style.format(), QUEUE_CAPACITY);
    }

    static AccessLog start(OutputStream out, LineFormat format, int capacity) {
        AccessLog log = new AccessLog(out, format, capacity);
        log.writer.start();
        return log;
    }

    @Override
    public void ended(ExchangeRecord exchange) {
        if (closing || !offer(exchange)) {
            dropped.increment();
        } else if (asleep) {
            asleep = false;
            LockSupport.unpark(writer);
        }
    }

    private boolean offer(ExchangeRecord exchange) {
        int chars = longChars(exchange);
        if (chars == 0) {
            return queue.offer(exchange);
        }
        boolean offered = longChars.addAndGet(chars) <= MOST_LONG_CHARS && queue.offer(exchange);
        if (!offered) {
            longChars.addAndGet(-chars);
        }
        return offered;
    }

    private @Nullable ExchangeRecord poll() {
        ExchangeRecord exchange = queue.poll();
        int chars = exchange == null ? 0 : longChars(exchange);
        if (chars > 0) {
            longChars.addAndGet(-chars);
        }
        return exchange;
    }

    /** How long its texts are, 0 where they are not very long. */
    private static int longChars(ExchangeRecord exchange) {
        int chars = exchange.target().length() + exchange.host().length();
        if (exchange.userAgent().isPresent()) {
            chars += exchange.userAgent().get().length();
        }
        return chars > USUAL_CHARS ? chars : 0;
    }

    /** Whether the writer waits to be woken. */
    boolean asleep() {
        return asleep;
    }

    /** Exchanges whose lines were lost: the queue was full, the log closed, or the stream failed. */
    public long dropped() {
        return dropped.sum();
    }

    /** Lines handed to the stream. */
    public long written() {
        return written.sum();
    }

    /** Writes what waits, for at most five seconds if the stream blocks, and ends the thread. What comes later is dropped. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(writer);
        try {
            if (!writer.join(CLOSING_TIME)) {
                writer.interrupt();
                dropped.add(queue.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        LineBuffer lines = new LineBuffer();
        int inVain = 0;
        // Interrupted: close() gave up waiting for a blocked stream; what is queued was counted there.
        while (!Thread.currentThread().isInterrupted()) {
            // `closing` is read before the queue: an exchange that was offered before it was set is then in the queue.
            boolean last = closing;
            ExchangeRecord first = poll();
            if (first != null) {
                inVain = 0;
                batch(first, lines);
            } else if (last) {
                return;
            } else if (inVain < NAPS_IN_VAIN) {
                inVain++;
                LockSupport.parkNanos(this, NAP_NANOS);
            } else {
                sleep();
            }
        }
    }

    // `asleep` is set before the queue is looked at once more: who offers after that look sees it and wakes the writer.
    private void sleep() {
        asleep = true;
        if (queue.isEmpty() && !closing) {
            LockSupport.parkNanos(this, LONGEST_SLEEP_NANOS);
        }
        asleep = false;
    }

    private void batch(ExchangeRecord first, LineBuffer lines) {
        int count = 0;
        @Nullable ExchangeRecord next = first;
        while (next != null) {
            count += line(next, lines);
            next = lines.length() < BATCH_BYTES ? poll() : null;
        }
        try {
            lines.writeTo(out);
            if (out instanceof PrintStream print && print.checkError()) {
                throw new IOException("the stream is broken");
            }
            written.add(count);
        } catch (IOException | RuntimeException | Error broken) {
            // The log may be what is broken: the metric tells, not another line for each batch.
            dropped.add(count);
        }
    }

    // A defect in formatting must not end the log; the exchange counts as dropped and the next one is written.
    private int line(ExchangeRecord exchange, LineBuffer lines) {
        int start = lines.length();
        try {
            format.append(exchange, lines);
            return 1;
        } catch (RuntimeException | Error defect) {
            lines.cutTo(start);
            dropped.increment();
            LOG.error("access-log line of request {} could not be written", exchange.requestId(), defect);
            return 0;
        }
    }
}
