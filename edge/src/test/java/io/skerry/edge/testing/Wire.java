package io.skerry.edge.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A TCP connection between two parties that a test can cut, or let go silent, and mend. */
public final class Wire implements AutoCloseable {

    private final ServerSocket listener;
    private volatile int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private volatile CountDownLatch flowing = new CountDownLatch(0);

    private Wire(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** A wire to a port of the loopback interface. */
    public static Wire to(int port) {
        try {
            Wire wire = new Wire(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().start(wire::accept);
            return wire;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where the near end is. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Breaks every connection, and refuses new ones. */
    public void cut() {
        cut = true;
        sockets.forEach(Wire::closeQuietly);
        sockets.clear();
    }

    /** Breaks every connection, and leads to another port from now on. */
    public void leadTo(int port) {
        target = port;
        cut();
        mend();
    }

    /** Passes nothing on, and says nothing. */
    public void silence() {
        flowing = new CountDownLatch(1);
    }

    /** All is well again. */
    public void mend() {
        cut = false;
        flowing.countDown();
    }

    @Override
    public void close() {
        mend();
        cut();
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listener.accept();
                if (cut) {
                    near.close();
                } else {
                    connect(near);
                }
            }
        } catch (IOException closed) {
            // That is how accepting ends.
        }
    }

    private void connect(Socket near) throws IOException {
        Socket far = new Socket();
        try {
            far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
        } catch (IOException refused) {
            near.close();
            return;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16_384];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                flowing.await();
                out.write(bytes, 0, count);
            }
        } catch (IOException broken) {
            // The other direction ends as well.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        closeQuietly(from);
        closeQuietly(to);
        sockets.remove(from);
        sockets.remove(to);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException gone) {
            // Gone is what it should be.
        }
    }
}
