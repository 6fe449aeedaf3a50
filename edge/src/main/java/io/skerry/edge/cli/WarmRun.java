package io.skerry.edge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Fetches URLs, so many at a time and no more, reads each answer to its end and keeps the count. Its caller is one thread. */
final class WarmRun implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int MOST_FAILURES_SHOWN = 20;
    private static final int MOST_CHARS_SHOWN = 2_000;
    private static final int FIRST_ERROR = 400;

    /**
     * What has come of it so far.
     *
     * @param fetched answers below 400, read to their end
     * @param hits of those, answered from the store
     * @param failed the rest
     * @param bytes of all contents
     * @param failures one line each, of the first
     * @param ended whether nothing follows
     */
    record Tally(long fetched, long hits, long failed, long bytes, List<String> failures, boolean ended) {
        Tally {
            failures = List.copyOf(failures);
        }
    }

    private final @Nullable URI via;
    private final int concurrency;
    private final Consumer<Tally> progress;
    private final Semaphore free;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    private final ContentDrain contents = new ContentDrain(ANSWER);
    private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> failures = new ArrayList<>();
    private long fetched;
    private long hits;
    private long failed;
    private long bytes;

    /**
     * @param via the edge's listener; null for each URL's own host
     * @param concurrency most at once
     * @param progress told after each answer, on any thread
     */
    WarmRun(@Nullable URI via, int concurrency, Consumer<Tally> progress) {
        this.via = via;
        this.concurrency = concurrency;
        this.progress = progress;
        this.free = new Semaphore(concurrency);
    }

    /** Fetches a URL; blocks while as many as allowed are being fetched. */
    void fetch(long line, String url) throws InterruptedException {
        free.acquire();
        fetchers.execute(() -> {
            try {
                one(line, url);
            } finally {
                free.release();
            }
        });
    }

    /** Waits for the rest. */
    Tally end() throws InterruptedException {
        free.acquire(concurrency);
        return tally(true);
    }

    private void one(long line, String url) {
        try {
            HttpResponse<InputStream> response = client.send(request(url), BodyHandlers.ofInputStream());
            long length = contents.drain(response.body());
            boolean stored = response.headers()
                    .firstValue("Cache-Status")
                    .map(status -> status.contains("; hit"))
                    .orElse(false);
            answered(line, url, response.statusCode(), length, stored);
        } catch (ConnectException e) {
            // Its message tells of neither the address nor the reason.
            failed(line, url, "cannot connect to " + (via == null ? "its host" : via));
        } catch (URISyntaxException e) {
            failed(line, url, "not a URL: " + e.getReason() + " at position " + (e.getIndex() + 1));
        } catch (IOException | IllegalArgumentException e) {
            failed(line, url, e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed(line, url, "interrupted");
        }
    }

    private HttpRequest request(String url) throws URISyntaxException {
        URI target = new URI(url);
        boolean http = "http".equalsIgnoreCase(target.getScheme()) || "https".equalsIgnoreCase(target.getScheme());
        if (!http || target.getHost() == null) {
            throw new IllegalArgumentException("not an absolute http or https URL");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder().timeout(ANSWER).GET();
        URI edge = via;
        if (edge == null) {
            return request.uri(target).build();
        }
        String path = (target.getRawPath().isEmpty() ? "/" : target.getRawPath())
                + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
        // Not resolved against it: a path that begins with two slashes would name another host.
        return request.uri(new URI(edge.getScheme() + "://" + edge.getRawAuthority() + path))
                .header("Host", hostOf(target))
                .build();
    }

    /** Without user information, which no request of a client has in its Host. */
    private static String hostOf(URI target) {
        return target.getHost() + (target.getPort() < 0 ? "" : ":" + target.getPort());
    }

    private void answered(long line, String url, int status, long length, boolean stored) {
        if (status >= FIRST_ERROR) {
            failed(line, url, "answered " + status);
            return;
        }
        Tally now;
        synchronized (this) {
            fetched++;
            hits += stored ? 1 : 0;
            bytes += length;
            now = tally(false);
        }
        progress.accept(now);
    }

    private void failed(long line, String url, String why) {
        Tally now;
        synchronized (this) {
            failed++;
            if (failures.size() < MOST_FAILURES_SHOWN) {
                failures.add("line " + line + ": " + shortened(url) + ": " + shortened(why));
            }
            now = tally(false);
        }
        progress.accept(now);
    }

    /** A line of a file that is no list of URLs may be as long as the file. */
    private static String shortened(String text) {
        return text.length() <= MOST_CHARS_SHOWN ? text : text.substring(0, MOST_CHARS_SHOWN) + "…";
    }

    private synchronized Tally tally(boolean ended) {
        return new Tally(fetched, hits, failed, bytes, failures, ended);
    }

    @Override
    public void close() {
        fetchers.shutdownNow();
        contents.close();
        client.close();
    }
}
