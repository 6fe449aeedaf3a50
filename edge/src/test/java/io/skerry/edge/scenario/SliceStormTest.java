package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seeks, whole transfers, aborts, new versions and purges at once: no answer ever has bytes of two versions. */
class SliceStormTest {

    private static final int LENGTH = 5_000_000;
    private static final int CLIENTS = 6;
    private static final int REQUESTS = 40;
    private static final long SEED = 20260611;

    @TempDir
    private Path folder;

    private final AtomicInteger whole = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    @Test
    void every_answer_is_of_one_version_whatever_happens_meanwhile() throws Exception {
        try (RangeOrigin origin = new RangeOrigin(LENGTH);
                RunningEdge edge = RunningEdge.start(folder, RunningEdge.standard(origin.port()));
                HttpClient client = HttpClient.newHttpClient();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(SEED + i);
                clients.add(threads.submit(() -> {
                    for (int j = 0; j < REQUESTS; j++) {
                        one(client, edge, random);
                    }
                    return null;
                }));
            }
            for (int version = 2; clients.stream().anyMatch(one -> !one.isDone()); version++) {
                Awaitility.await().pollDelay(Duration.ofMillis(150)).until(() -> true);
                origin.version = version;
                if (version % 3 == 0) {
                    edge.purge("{\"files\":[\"" + edge.uri("/video") + "\"]}");
                }
            }
            for (Future<?> one : clients) {
                one.get();
            }
            Awaitility.await().until(() -> edge.node().storeStats().openLeases() == 0);
            Awaitility.await().until(() -> edge.node().storeStats().openSinks() == 0);
            assertThat(whole.get()).isGreaterThan(CLIENTS * REQUESTS / 2);
        }
    }

    private void one(HttpClient client, RunningEdge edge, Random random) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(edge.uri("/video"));
        int first = random.nextInt(LENGTH - 1000);
        boolean everything = random.nextInt(6) == 0;
        if (!everything) {
            int last = random.nextInt(4) == 0 ? LENGTH - 1 : first + random.nextInt(1000);
            request.header("Range", "bytes=" + first + "-" + last);
        }
        try {
            HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                check(answer, body, everything ? 0 : first, random.nextInt(8) == 0);
            }
        } catch (IOException visiblyBroken) {
            broken.incrementAndGet();
        }
    }

    private void check(HttpResponse<InputStream> answer, InputStream body, int first, boolean leaves)
            throws IOException {
        assertThat(answer.statusCode()).isIn(200, 206);
        int version = Integer.parseInt(
                answer.headers().firstValue("ETag").orElseThrow().replaceAll("[^0-9]", ""));
        byte[] received = leaves ? body.readNBytes(300_000) : body.readAllBytes();
        int start = answer.statusCode() == 206 ? first : 0;
        assertThat(received.length).isPositive();
        assertThat(Arrays.mismatch(received, RangeOrigin.bytes(version, start, received.length)))
                .as("first byte of another version than %s, of %s from %s", version, received.length, start)
                .isEqualTo(-1);
        whole.incrementAndGet();
    }
}
