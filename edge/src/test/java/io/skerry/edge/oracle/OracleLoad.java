package io.skerry.edge.oracle;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Many clients at work, each on a virtual thread with a connection of its own, until they are stopped. */
public final class OracleLoad implements AutoCloseable {

    private static final long PAUSE_AFTER_FAILURE_NANOS = 5_000_000;

    private final InetSocketAddress edge;
    private final OracleLedger ledger;
    private final Function<Random, Ask> asks;
    private final OracleTally tally = new OracleTally();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;

    private OracleLoad(InetSocketAddress edge, OracleLedger ledger, Function<Random, Ask> asks) {
        this.edge = edge;
        this.ledger = ledger;
        this.asks = asks;
    }

    /**
     * Starts clients.
     *
     * @param asks the next request; called by all clients, each with its own seeded random
     * @param seed of the first client; the others count up
     */
    public static OracleLoad start(
            InetSocketAddress edge, OracleLedger ledger, Function<Random, Ask> asks, int clients, long seed) {
        OracleLoad load = new OracleLoad(edge, ledger, asks);
        for (int i = 0; i < clients; i++) {
            Random random = new Random(seed + i);
            load.clients.add(Thread.ofVirtual().name("oracle-client-" + i).start(() -> load.work(random)));
        }
        return load;
    }

    /** What has been found so far. */
    public OracleTally tally() {
        return tally;
    }

    /** Goes on for a while, then stops. */
    public OracleResult runFor(Duration time) throws InterruptedException {
        // Nothing counts this latch down: waiting is the purpose.
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        return stop();
    }

    /** Lets every client finish its request, and gives the result. */
    public OracleResult stop() {
        close();
        return tally.result();
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Random random) {
        try (OracleClient client = new OracleClient(edge, ledger)) {
            while (!stopped) {
                Verdict verdict = client.ask(asks.apply(random));
                tally.add(verdict);
                if (verdict.kind() == Verdict.Kind.FAILED) {
                    // An edge that is down would otherwise be asked as fast as the machine can.
                    LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
                }
            }
        }
    }
}
