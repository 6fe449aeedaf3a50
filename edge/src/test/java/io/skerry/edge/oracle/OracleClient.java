package io.skerry.edge.oracle;

import io.skerry.edge.oracle.Verdict.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The oracle's client: one connection that is kept alive, one request at a time, every answer checked to the last byte.
 *
 * <p>It asks once. A connection that ends without an answer is a failure, as nothing here idles long enough to be closed for it.
 */
public final class OracleClient implements AutoCloseable {

    private static final AtomicLong REQUESTS = new AtomicLong();
    private static final int TIME_OUT_MILLIS = 15_000;

    private final InetSocketAddress edge;
    private final OracleLedger ledger;
    private @Nullable Socket socket;
    private @Nullable WireInput in;

    /** A client of an edge, or of anything that claims to be one; connects with its first request. */
    public OracleClient(InetSocketAddress edge, OracleLedger ledger) {
        this.edge = edge;
        this.ledger = ledger;
    }

    /** Sends a request and judges its answer. */
    public Verdict ask(Ask ask) {
        // Before the request is sent: what is acknowledged later may still be on its way.
        long floor = ledger.floor(ask.url());
        String client = "c" + REQUESTS.incrementAndGet();
        try {
            Optional<WireHead> head = exchange(ask, client);
            if (head.isEmpty()) {
                disconnect();
                return failed(ask, client, "closed without an answer");
            }
            return judge(new AnswerCheck(ask, client, floor, ledger), head.get());
        } catch (IOException noAnswer) {
            disconnect();
            return failed(ask, client, noAnswer.toString());
        }
    }

    @Override
    public void close() {
        disconnect();
    }

    /** Drops the connection; the next request makes another. */
    public void disconnect() {
        if (socket != null) {
            OracleOrigin.reset(socket);
        }
        socket = null;
        in = null;
    }

    private Optional<WireHead> exchange(Ask ask, String client) throws IOException {
        Socket connected = connected();
        try {
            connected.getOutputStream().write(request(ask, client));
            Optional<WireHead> head = input(connected).head();
            if (head.isEmpty()) {
                disconnect();
            }
            return head;
        } catch (IOException broken) {
            disconnect();
            if (broken instanceof java.net.SocketTimeoutException) {
                throw broken;
            }
            return Optional.empty();
        }
    }

    private Verdict judge(AnswerCheck check, WireHead head) throws IOException {
        Optional<BodyCheck> body = check.head(head);
        boolean hasContent = check.hasContent(head);
        try {
            if (hasContent) {
                input(connected()).content(head, body.isPresent() ? body.get() : (bytes, from, count) -> {});
            }
        } catch (BodyCheck.ClientLeaves leaves) {
            disconnect();
            return check.left(head);
        } catch (IOException brokenOff) {
            disconnect();
            return check.broken(head, brokenOff.toString());
        }
        if (head.closes()
                || (hasContent
                        && !head.isChunked()
                        && head.value("content-length").isEmpty())) {
            disconnect();
        }
        return check.whole(head);
    }

    private Socket connected() throws IOException {
        if (socket == null) {
            Socket made = new Socket();
            made.setTcpNoDelay(true);
            made.setSoTimeout(TIME_OUT_MILLIS);
            made.connect(edge, TIME_OUT_MILLIS);
            socket = made;
            in = new WireInput(made.getInputStream());
        }
        return socket;
    }

    private WireInput input(Socket connected) throws IOException {
        if (in == null) {
            in = new WireInput(connected.getInputStream());
        }
        return in;
    }

    private static byte[] request(Ask ask, String client) {
        StringBuilder head = new StringBuilder(256)
                .append(ask.method())
                .append(' ')
                .append(ask.url().target())
                .append(" HTTP/1.1\r\nHost: ")
                .append(ask.url().site())
                .append("\r\nX-Oracle-Client: ")
                .append(client);
        if (!ask.language().isEmpty()) {
            head.append("\r\nAccept-Language: ").append(ask.language());
        }
        if (!ask.authorization().isEmpty()) {
            head.append("\r\nAuthorization: ").append(ask.authorization());
        }
        ask.range()
                .ifPresent(span -> head.append("\r\nRange: bytes=")
                        .append(span.first())
                        .append('-')
                        .append(span.last()));
        ask.ifNoneMatch().ifPresent(tag -> head.append("\r\nIf-None-Match: ").append(tag));
        return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Verdict failed(Ask ask, String client, String detail) {
        String where = ask.method() + " " + ask.url().absolute() + " by " + client + ": ";
        return new Verdict(Kind.FAILED, 0, 0, "", where + detail);
    }
}
