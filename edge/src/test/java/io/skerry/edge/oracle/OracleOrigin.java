package io.skerry.edge.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The oracle's origin: serves any {@link OracleUrl} on a loopback port, records what it was asked, and fails on command.
 *
 * <p>A virtual thread per connection; switches take effect with the next request.
 */
public final class OracleOrigin implements AutoCloseable {

    private static final int MAX_RECORDED = 200_000;

    private final OracleLedger ledger;
    private final int port;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<OriginRequest> requests = new ConcurrentLinkedQueue<>();
    private final AtomicLong received = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private volatile FaultSwitch faults = FaultSwitch.OFF;

    private OracleOrigin(OracleLedger ledger, ServerSocket listener) {
        this.ledger = ledger;
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.acceptor = acceptor(listener);
    }

    /** Starts on a free port. */
    public static OracleOrigin start(OracleLedger ledger) {
        return new OracleOrigin(ledger, bound(0));
    }

    /** Its URL, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** How many requests it has received. */
    public long received() {
        return received.get();
    }

    /** The first 200,000 requests, in the order of their heads. */
    public List<OriginRequest> requests() {
        return List.copyOf(requests);
    }

    /** How many requests for a URL are among the recorded ones. */
    public long requestsFor(OracleUrl url) {
        return requests.stream()
                .filter(r -> r.target().equals(url.target()) && r.host().startsWith(url.site()))
                .count();
    }

    /** Switches a fault on for a share of the requests. */
    public void fails(OriginFault fault, int percent) {
        faults = new FaultSwitch(Optional.of(fault), percent);
    }

    /** Switches faults off. */
    public void recovers() {
        faults = FaultSwitch.OFF;
    }

    /** Stops listening and resets what is connected; once it returns, nothing that connects is answered. */
    public void goesDown() {
        closeListener();
        // The port stays open for as long as its thread is inside accept: a connection made then would be served.
        awaitAcceptor();
        connections.forEach(OracleOrigin::reset);
    }

    /** Listens again on its port. */
    public void comesUp() {
        ServerSocket again = bound(port);
        listener = again;
        acceptor = acceptor(again);
    }

    @Override
    public void close() {
        closed.countDown();
        goesDown();
    }

    private Thread acceptor(ServerSocket on) {
        return Thread.ofVirtual().name("oracle-origin").start(() -> {
            try {
                while (true) {
                    Socket connection = on.accept();
                    connections.add(connection);
                    Thread.ofVirtual().start(() -> serve(connection));
                }
            } catch (IOException down) {
                // That is how accepting ends.
            }
        });
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            WireInput in = new WireInput(connection.getInputStream());
            OriginWriter out = new OriginWriter(connection, closed);
            Optional<WireHead> head = in.head();
            while (head.isPresent() && answer(head.get(), in, out)) {
                head = in.head();
            }
        } catch (IOException left) {
            // The edge closed or broke the connection; the client tells what that meant.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(WireHead head, WireInput in, OriginWriter out) throws IOException, InterruptedException {
        long number = received.incrementAndGet();
        if (number <= MAX_RECORDED) {
            requests.add(
                    new OriginRequest(java.time.Instant.now(), head.part(0), head.value("host"), head.part(1), head));
        }
        boolean hasContent = head.isChunked() || !head.value("content-length").isEmpty();
        if (hasContent) {
            in.content(head, (bytes, from, count) -> {});
        }
        OracleUrl url = OracleUrl.parse(head.value("host"), head.part(1));
        if (head.part(0).equals("POST")) {
            return out.published(ledger.publish(url)) && !head.closes();
        }
        OracleContent content = OracleContent.of(url, url.variant(RequestTraits.of(head)), ledger.version(url));
        return out.answer(new OriginAnswer(head, url, content, faults.faultOf(number))) && !head.closes();
    }

    private void awaitAcceptor() {
        try {
            acceptor.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeListener() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void reset(Socket connection) {
        try {
            connection.setSoLinger(true, 0);
            connection.close();
        } catch (IOException gone) {
            // Gone is what it should be.
        }
    }

    private static ServerSocket bound(int port) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
            return socket;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private record FaultSwitch(Optional<OriginFault> fault, int percent) {

        private static final FaultSwitch OFF = new FaultSwitch(Optional.empty(), 0);

        /** Spread evenly: of a hundred requests in a row, exactly {@code percent} fail. */
        Optional<OriginFault> faultOf(long number) {
            return number * 37 % 100 < percent ? fault : Optional.empty();
        }
    }
}
