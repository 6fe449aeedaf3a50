package io.skerry.edge.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that arrive just while what they ask for is being stored: too early to find it, too late to wait for it. Without a second
 * look in the store, one in a few hundred keys was fetched twice.
 */
class LandingScenarioTest {

    private static final int CLIENTS = 12;
    private static final int KEYS = 500;
    private static final int APART_NANOS = 40_000;
    private static final int FETCH_NANOS = 300_000;
    private static final String CONTENT = "hello";

    @TempDir
    private Path folder;

    private final AtomicInteger fetches = new AtomicInteger();
    private final CyclicBarrier together = new CyclicBarrier(CLIENTS);

    @Test
    void those_who_come_while_a_fetch_lands_do_not_fetch_again() throws Exception {
        try (GatedOrigin origin = GatedOrigin.start();
                RunningEdge edge = RunningEdge.start(folder, """
                        origins: { site: { targets: [ { url: "http://127.0.0.1:%d" } ] } }
                        sites: [ { name: shop, hosts: ["*"], routes: [ { origin: site, cache: standard } ] } ]
                        """.formatted(origin.port()));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<?> answering = threads.submit(() -> answer(origin));
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int nanos = 1 + i * APART_NANOS;
                clients.add(() -> ask(edge.node().httpPort(), nanos));
            }
            for (Future<Integer> client : threads.invokeAll(clients)) {
                assertThat(client.get()).isEqualTo(KEYS);
            }
            answering.cancel(true);
        }
        assertThat(fetches).hasValue(KEYS);
    }

    private Void answer(GatedOrigin origin) throws InterruptedException {
        while (true) {
            GatedOrigin.Asked asked = origin.next();
            fetches.incrementAndGet();
            LockSupport.parkNanos(FETCH_NANOS);
            asked.write("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Length: 5\r\n\r\n" + CONTENT);
        }
    }

    private int ask(int port, int nanosLater) throws Exception {
        int answers = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int key = 0; key < KEYS; key++) {
                together.await();
                LockSupport.parkNanos(nanosLater);
                socket.getOutputStream()
                        .write(("GET /" + key + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                readAnswer(in);
                answers++;
            }
        }
        return answers;
    }

    private static void readAnswer(DataInputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n" + CONTENT) < 0) {
            answer.append((char) in.readByte());
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200 ");
    }
}
