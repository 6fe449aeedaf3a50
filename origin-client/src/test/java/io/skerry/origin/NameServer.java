package io.skerry.origin;

import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A DNS server that says of each name what it was told last: addresses, that there is no such name, or nothing. */
final class NameServer implements AutoCloseable {

    private static final int NO_SUCH_NAME = 3;
    private static final int IPV4 = 1;
    private static final int IPV6 = 28;

    private final DatagramSocket socket;
    private final AtomicInteger queries = new AtomicInteger();
    private volatile List<String> addresses = List.of();
    private volatile int secondsToLive;
    private volatile boolean silent;

    NameServer() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers with these addresses from here on; with none of them it says that there is no such name. */
    NameServer says(int secondsToLive, String... addresses) {
        this.secondsToLive = secondsToLive;
        this.addresses = List.of(addresses);
        this.silent = false;
        return this;
    }

    /** Answers nothing from here on. */
    NameServer falls() {
        this.silent = true;
        return this;
    }

    int queries() {
        return queries.get();
    }

    /** What makes a Vert.x ask this server. */
    VertxOptions asked() {
        return new VertxOptions()
                .setAddressResolverOptions(OriginClient.names()
                        .addServer("127.0.0.1:" + socket.getLocalPort())
                        .setSearchDomains(List.of()));
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket query = new DatagramPacket(buffer, buffer.length);
                socket.receive(query);
                queries.incrementAndGet();
                if (!silent) {
                    byte[] answer = answer(ByteBuffer.wrap(buffer, 0, query.getLength()));
                    socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer query) throws IOException {
        int end = 12;
        while (query.get(end) != 0) {
            end += query.get(end) + 1;
        }
        int type = query.getShort(end + 1);
        ByteBuffer answer = ByteBuffer.allocate(512);
        answer.putShort(query.getShort(0)).putShort((short) (0x8180 | (addresses.isEmpty() ? NO_SUCH_NAME : 0)));
        answer.putShort((short) 1).putShort((short) 0).putInt(0);
        byte[] question = new byte[end + 5 - 12];
        query.get(12, question);
        answer.put(question);
        short count = 0;
        for (String text : addresses) {
            byte[] address = InetAddress.getByName(text).getAddress();
            if (type == (address.length == 4 ? IPV4 : IPV6)) {
                answer.putShort((short) 0xC00C).putShort((short) type).putShort((short) 1);
                answer.putInt(secondsToLive).putShort((short) address.length).put(address);
                count++;
            }
        }
        answer.putShort(6, count);
        byte[] bytes = new byte[answer.position()];
        answer.get(0, bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
