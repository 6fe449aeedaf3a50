package io.skerry.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.skerry.edge.NetworkTransport;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.transport.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The floor of what is passed on: bytes carried between each client's connection and one of its own to the origin, on one event loop,
 * and read by nobody. It knows no HTTP, so it is no proxy; whatever is one costs more. Arguments: a port, the origin's port.
 */
public final class BareRelay {

    private final EventLoopGroup loop;
    private final Transport transport;
    private final InetSocketAddress origin;

    private BareRelay(VertxInternal vertx, InetSocketAddress origin) {
        this.loop = vertx.nettyEventLoopGroup();
        this.transport = vertx.transport();
        this.origin = origin;
    }

    /** Listens until the process is ended. */
    public static void main(String[] arguments) throws Exception {
        VertxInternal vertx =
                (VertxInternal) NetworkTransport.chosen().vertx(new VertxOptions().setEventLoopPoolSize(1));
        new BareRelay(vertx, local(arguments[1])).listen(local(arguments[0]));
    }

    private static InetSocketAddress local(String port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
    }

    private void listen(InetSocketAddress address) throws InterruptedException {
        new ServerBootstrap()
                .group(loop)
                .channelFactory(transport.serverChannelFactory(false))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        join(client);
                    }
                })
                .bind(address)
                .sync();
    }

    /** The client is read once there is somewhere to write to. */
    private void join(Channel client) {
        new Bootstrap()
                .group(client.eventLoop())
                .channelFactory(transport.channelFactory(false))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new Carrier(client))
                .connect(origin)
                .addListener((ChannelFuture connected) -> {
                    client.pipeline().addLast(new Carrier(connected.channel()));
                    client.config().setAutoRead(connected.isSuccess());
                });
    }

    /** Gives what its connection receives to the other one, one flush for all that was read at a time. */
    @SuppressWarnings("FutureReturnValueIgnored") // a floor does nothing about writes and closes that fail
    private static final class Carrier extends ChannelInboundHandlerAdapter {

        private final Channel other;

        Carrier(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            other.write(bytes, other.voidPromise());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
