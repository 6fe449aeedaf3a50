package io.skerry.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Requests at fixed times, whether the answers come or not: an answer's delay counts from when its request was due, so a server that
 * pauses pays for everybody who came meanwhile.
 *
 * <p>Keys are drawn by Zipf's law (exponent 0.9). With a purge port, one key is purged every 100 ms. The first seconds are not counted:
 * in them the generator itself loads and compiles what it needs, which held requests back for up to half a second. Prints one line of
 * percentiles.
 */
public final class OpenLoop {

    private static final double ZIPF_EXPONENT = 0.9;
    private static final long PURGE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Map<String, String> options;
    private final double[] popularity;
    private final Random random = new Random(42);
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private final long[] micros;
    private long countedFrom;
    private int answered;
    private int failed;
    private int underWay;

    private OpenLoop(Map<String, String> options) {
        this.options = options;
        this.popularity = zipf(number("keys"));
        this.micros = new long[number("rate") * number("seconds") + 1];
    }

    /** Runs once; arguments are {@code --name value}. */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        new OpenLoop(options).run();
    }

    private int number(String name) {
        String text = options.get(name);
        if (text == null) {
            throw new IllegalArgumentException("--" + name + " is missing");
        }
        return Integer.parseInt(text);
    }

    private static double[] zipf(int keys) {
        double[] sums = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += 1 / Math.pow(i + 1, ZIPF_EXPONENT);
            sums[i] = sum;
        }
        return sums;
    }

    private int key() {
        int at = Arrays.binarySearch(popularity, random.nextDouble() * popularity[popularity.length - 1]);
        return at < 0 ? Math.min(-at - 1, popularity.length - 1) : at;
    }

    private void run() throws IOException {
        try (Selector selector = Selector.open();
                HttpClient purger = HttpClient.newHttpClient()) {
            for (int i = 0; i < number("connections"); i++) {
                idle.add(new Connection(selector));
            }
            long begun = System.nanoTime();
            long interval = TimeUnit.SECONDS.toNanos(1) / number("rate");
            countedFrom = begun + TimeUnit.SECONDS.toNanos(number("lead-in"));
            long end = countedFrom + TimeUnit.SECONDS.toNanos(number("seconds"));
            long due = begun;
            long purge = begun;
            while (due < end || (underWay + waiting.size() > 0 && System.nanoTime() < end + GRACE_NANOS)) {
                long now = System.nanoTime();
                for (; due <= now && due < end; due += interval) {
                    waiting.add(due);
                }
                dispatch();
                if (options.containsKey("purge-port") && now >= purge && due < end) {
                    purge(purger);
                    purge += PURGE_NANOS;
                }
                // Waiting, not looking again and again: the origin shares this core.
                long wait = Math.clamp(TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()), 0, 1);
                if (wait > 0 || due >= end) {
                    selector.select(this::ready, 1);
                } else {
                    selector.selectNow(this::ready);
                }
            }
            failed += underWay + waiting.size();
            for (SelectionKey each : selector.keys()) {
                each.channel().close();
            }
        }
        print();
    }

    private void dispatch() throws IOException {
        while (!waiting.isEmpty() && !idle.isEmpty()) {
            idle.poll().ask(waiting.poll());
            underWay++;
        }
    }

    private void purge(HttpClient purger) {
        String url = "http://127.0.0.1:" + options.get("port") + options.get("path") + key();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + options.get("purge-port") + "/purge"))
                .header("Authorization", "Bearer " + options.get("purge-token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"files\":[\"" + url + "\"]}"))
                .build();
        var _ = purger.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(answer -> {
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(
                        "a purge was answered with " + answer.statusCode() + " " + answer.body());
            }
        });
    }

    private void ready(SelectionKey selected) {
        Connection connection = (Connection) selected.attachment();
        try {
            connection.read();
        } catch (IOException broken) {
            failed++;
            underWay--;
            selected.cancel();
        }
    }

    private void print() {
        Arrays.sort(micros, 0, answered);
        System.out.printf(
                Locale.ROOT,
                "answered %d, failed %d, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, max %.2f ms%n",
                answered,
                failed,
                percentile(0.5),
                percentile(0.99),
                percentile(0.999),
                percentile(1));
    }

    private double percentile(double share) {
        return answered == 0 ? 0 : micros[Math.min(answered - 1, (int) (answered * share))] / 1000.0;
    }

    /** One kept-alive connection with one request under way. */
    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer input = ByteBuffer.allocateDirect(64 * 1024);
        private long due;
        private long missingBytes = -1;

        Connection(Selector selector) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), number("port")));
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask(long requestDue) throws IOException {
            due = requestDue;
            missingBytes = -1;
            input.clear();
            String head = "GET " + options.get("path") + key() + " HTTP/1.1\r\nHost: 127.0.0.1:" + number("port")
                    + "\r\n\r\n";
            ByteBuffer bytes = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        void read() throws IOException {
            int count = channel.read(input);
            if (count < 0) {
                throw new IOException("the server closed");
            }
            if (missingBytes < 0) {
                head();
            } else {
                missingBytes -= count;
                input.clear();
            }
            if (missingBytes == 0) {
                if (due >= countedFrom) {
                    micros[answered++] = (System.nanoTime() - due) / 1000;
                }
                underWay--;
                idle.add(this);
            }
        }

        private void head() throws IOException {
            String text =
                    StandardCharsets.ISO_8859_1.decode(input.duplicate().flip()).toString();
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return;
            }
            String head = text.substring(0, end).toLowerCase(Locale.ROOT);
            int length = head.indexOf("content-length:");
            if (!head.startsWith("http/1.1 200") || length < 0) {
                throw new IOException("not an answer: " + head);
            }
            int lineEnd = head.indexOf('\r', length);
            String value = head.substring(length + 15, lineEnd < 0 ? head.length() : lineEnd)
                    .trim();
            missingBytes = Long.parseLong(value) - (input.position() - end - 4);
            input.clear();
        }
    }
}
