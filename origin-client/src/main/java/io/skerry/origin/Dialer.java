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
import java.util.Iterator;

/** Opens connections to a target, TLS included: tries one of its addresses after the other. Confined to its event loop. */
final class Dialer {

    private final OriginTarget target;
    private final ContextInternal context;
    private final NetClientInternal net;
    private final ClientSSLOptions tls;
    private final TargetAddresses addresses;

    /** Opens connections in a context of its own, by a client that bounds the time for each address. */
    Dialer(
            OriginTarget target,
            ContextInternal context,
            NetClientInternal net,
            ClientSSLOptions tls,
            TargetAddresses addresses) {
        this.target = target;
        this.context = context;
        this.net = net;
        this.tls = tls;
        this.addresses = addresses;
    }

    /** Opens a connection; completes on the event loop. What failed with the first address is told where it failed with all. */
    Future<NetSocketInternal> connect() {
        return addresses.find().compose(found -> {
            Iterator<InetSocketAddress> next = found.iterator();
            return connect(next.next()).recover(failure -> tryOthers(next, failure));
        });
    }

    private Future<NetSocketInternal> tryOthers(Iterator<InetSocketAddress> left, Throwable first) {
        return left.hasNext() ? connect(left.next()).recover(_ -> tryOthers(left, first)) : context.failedFuture(first);
    }

    /**
     * Connects to an address.
     *
     * <p>Not within the caller's turn. An event loop is told of many sockets at once: one that is closed while it looks at them gives its
     * number back to the system, the next socket gets that number, and what is still to be looked at of the old one is taken for news of the
     * new one. Netty then reads from it before it is connected, and closes it. A task runs when all of that has been looked at.
     */
    private Future<NetSocketInternal> connect(InetSocketAddress address) {
        ConnectOptions options = new ConnectOptions()
                .setRemoteAddress(SocketAddress.inetSocketAddress(address))
                .setHost(TargetAddresses.withoutLastDot(target.host()))
                .setPort(target.port())
                .setSsl(target.scheme() == OriginTarget.Scheme.HTTPS)
                .setSslOptions(tls.copy());
        Promise<NetSocket> socket = context.promise();
        context.nettyEventLoop().execute(() -> net.connectInternal(options, socket, context));
        return socket.future().map(opened -> {
            addresses.reached(address);
            return (NetSocketInternal) opened;
        });
    }
}
