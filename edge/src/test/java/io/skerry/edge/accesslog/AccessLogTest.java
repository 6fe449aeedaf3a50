package io.skerry.edge.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.skerry.edge.exchange.ExchangeRecord;
import io.skerry.edge.exchange.Exchanges;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AccessLogTest {

    private static final ExchangeRecord EXCHANGE = Exchanges.hit().build();

    @Test
    void every_exchange_has_its_line_when_the_log_is_closed() throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AccessLog log = AccessLog.start(out, new JsonLine(), 64 * 1024);

        Thread[] loops = new Thread[4];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = Thread.ofPlatform().start(() -> tell(log, 5_000));
        }
        for (Thread loop : loops) {
            loop.join();
        }
        log.close();

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .hasSize(20_000)
                .allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(log.written()).isEqualTo(20_000);
        assertThat(log.dropped()).isZero();
    }

    @Test
    void a_line_appears_without_waiting_for_more() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.start(out, LogStyle.JSON)) {
            log.ended(EXCHANGE);

            await().atMost(Duration.ofSeconds(5)).until(() -> out.size() > 0);
        }
    }

    @Test
    void a_log_that_fell_asleep_is_woken_by_the_next_exchange() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.start(out, LogStyle.JSON)) {
            await().atMost(Duration.ofSeconds(10)).until(log::asleep);
            log.ended(EXCHANGE);

            await().atMost(Duration.ofSeconds(5)).until(() -> log.written() == 1);
        }
    }

    @Test
    void a_reader_that_stands_still_costs_lines_and_not_time() throws InterruptedException {
        StandingStream out = new StandingStream();
        AccessLog log = AccessLog.start(out, new JsonLine(), 1024);
        log.ended(EXCHANGE);
        out.entered.await();

        long start = System.nanoTime();
        tell(log, 100_000);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        out.released.countDown();
        log.close();

        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(log.dropped()).isGreaterThanOrEqualTo(100_000 - 1024);
        assertThat(log.written() + log.dropped()).isEqualTo(100_001);
    }

    @Test
    void while_the_reader_stands_still_long_exchanges_wait_up_to_a_length() throws InterruptedException {
        StandingStream out = new StandingStream();
        AccessLog log = AccessLog.start(out, LogStyle.JSON);
        log.ended(EXCHANGE);
        out.entered.await();

        int chars = 32_000;
        int most = AccessLog.MOST_LONG_CHARS / chars;
        ExchangeRecord lengthy = Exchanges.hit().userAgent("x".repeat(chars)).build();
        for (int i = 0; i < 2 * most; i++) {
            log.ended(lengthy);
        }
        assertThat(log.dropped()).isBetween((long) most, most + 10L);

        // Usual ones go on, and so do long ones when there is room again.
        tell(log, 1_000);
        long dropped = log.dropped();
        out.released.countDown();
        await().atMost(Duration.ofSeconds(20)).until(() -> log.written() == 2L * most - dropped + 1_001);
        log.ended(lengthy);
        log.close();
        assertThat(log.dropped()).isEqualTo(dropped);
    }

    @Test
    void a_broken_stream_is_counted_and_the_log_goes_on() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                throw new IOException("no space left");
            }
        };
        AccessLog log = AccessLog.start(broken, LogStyle.JSON);
        tell(log, 10);
        await().atMost(Duration.ofSeconds(5)).until(() -> log.dropped() == 10);
        tell(log, 10);
        log.close();

        assertThat(log.dropped()).isEqualTo(20);
        assertThat(log.written()).isZero();
    }

    @Test
    void a_stream_that_throws_an_error_is_counted_and_the_log_goes_on() {
        AtomicBoolean throwing = new AtomicBoolean(true);
        OutputStream stream = new OutputStream() {
            @Override
            public void write(int value) {
                if (throwing.get()) {
                    throw new NoClassDefFoundError("of what writes");
                }
            }
        };
        AccessLog log = AccessLog.start(stream, LogStyle.JSON);
        tell(log, 10);
        await().atMost(Duration.ofSeconds(5)).until(() -> log.dropped() == 10);
        throwing.set(false);
        tell(log, 10);
        log.close();

        assertThat(log.dropped()).isEqualTo(10);
        assertThat(log.written()).isEqualTo(10);
    }

    @Test
    void what_is_written_after_a_stream_has_failed_once_is_counted_as_written() {
        AtomicBoolean full = new AtomicBoolean(true);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        OutputStream disk = new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                if (full.get() && file.size() == 7) {
                    throw new IOException("no space left");
                }
                file.write(value);
            }
        };
        AccessLog log = AccessLog.start(new StandardOutput(disk, StandardCharsets.UTF_8), LogStyle.JSON);
        tell(log, 10);
        await().atMost(Duration.ofSeconds(5)).until(() -> log.dropped() == 10);
        full.set(false);
        tell(log, 10);
        log.close();

        assertThat(log.dropped()).isEqualTo(10);
        assertThat(log.written()).isEqualTo(10);
        // The rest of the first was lost: what comes next is no part of it.
        assertThat(file.toString(StandardCharsets.UTF_8).lines().dropWhile(line -> line.length() <= 7))
                .hasSize(10)
                .allMatch(line -> line.lastIndexOf("{\"type\"") == 0);
    }

    @Test
    void what_comes_after_closing_is_counted_as_dropped() {
        AccessLog log = AccessLog.start(new ByteArrayOutputStream(), LogStyle.JSON);
        log.close();

        log.ended(EXCHANGE);

        assertThat(log.dropped()).isEqualTo(1);
    }

    private static void tell(AccessLog log, int times) {
        for (int i = 0; i < times; i++) {
            log.ended(EXCHANGE);
        }
    }

    /** A pipe whose reader stands still until released. */
    private static final class StandingStream extends OutputStream {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void write(int value) {
            throw new AssertionError("lines are written in batches");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException interrupted) {
                throw new IOException(interrupted);
            }
        }
    }
}
