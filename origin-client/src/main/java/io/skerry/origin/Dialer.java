package io.skerry.origin;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Opens connections to a target, TLS included: tries one of its addresses after the other. Confined to its event loop. */
final class Dialer {

    /** So much time has an address before the next is tried, where there is so much: enough for TLS with the other side of the world. */
    private static final long LEAST_MILLIS = 1000;

    private final OriginTarget target;
    private final ContextInternal context;
    private final NetClientInternal net;
    private final ClientSSLOptions tls;
    private final TargetAddresses addresses;
    private final Duration longest;

    /**
     * Opens connections in a context of its own.
     *
     * @param longest how long name servers may take, and then the target, TLS not included, which may take as long again
     */
    Dialer(
            OriginTarget target,
            ContextInternal context,
            NetClientInternal net,
            ClientSSLOptions tls,
            Duration longest) {
        this.target = target;
        this.context = context;
        this.net = net;
        this.tls = tls;
        this.addresses = new TargetAddresses(target, context, longest);
        this.longest = longest;
    }

    /**
     * Opens a connection; completes on the event loop. What failed with the first address is told where it failed with all that there was
     * time for.
     */
    Future<NetSocketInternal> connect() {
        return addresses.find().compose(found -> {
            long until = System.nanoTime() + longest.toNanos();
            return connect(found.getFirst(), share(until, found.size()))
                    .recover(failure -> tryOthers(found.subList(1, found.size()), until, failure));
        });
    }

    private Future<NetSocketInternal> tryOthers(List<InetSocketAddress> left, long until, Throwable first) {
        long millis = share(until, left.size());
        if (millis <= 0) {
            return context.failedFuture(first);
        }
        return connect(left.getFirst(), millis).recover(_ -> tryOthers(left.subList(1, left.size()), until, first));
    }

    /** How long the next of so many addresses may take, in milliseconds; 0 or less for no time at all. */
    private static long share(long until, int addresses) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
        return addresses == 0 ? 0 : Math.max(left / addresses, Math.min(left, LEAST_MILLIS));
    }

    /**
     * Connects to an address.
     *
     * <p>Not within the caller's turn. An event loop is told of many sockets at once: one that is closed while it looks at them gives its
     * number back to the system, the next socket gets that number, and what is still to be looked at of the old one is taken for news of the
     * new one. Netty then reads from it before it is connected, and closes it. A task runs when all of that has been looked at.
     */
    private Future<NetSocketInternal> connect(InetSocketAddress address, long millis) {
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(address))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.scheme() == OriginTarget.Scheme.HTTPS)
                .setTimeout(Math.clamp(millis, 1, Integer.MAX_VALUE))
                .setSslOptions(tls.copy().setSslHandshakeTimeout(Math.max(1, millis)));
        // The JDK tells names with a dot by itself; those of containers have none.
        addresses.name().ifPresent(options::setSniServerName);
        Promise<NetSocket> socket = context.promise();
        context.nettyEventLoop().execute(() -> {
            try {
                net.connectInternal(options, socket, context);
            } catch (Throwable defect) {
                socket.tryFail(defect);
            }
        });
        return socket.future().onFailure(_ -> addresses.missed(address)).map(opened -> {
            addresses.reached(address);
            return (NetSocketInternal) opened;
        });
    }
}
