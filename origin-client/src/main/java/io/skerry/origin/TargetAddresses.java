package io.skerry.origin;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * Where the host of a target leads: its own address, what the hosts file says of its name, or what name servers say, which are asked
 * anew when the time to live is over. Confined to its event loop.
 */
final class TargetAddresses {

    /** Of the file as it was when the first client was made. Vert.x's own tells one address of a name. */
    private static final DefaultHostsFileEntriesResolver HOSTS = new DefaultHostsFileEntriesResolver();

    private final OriginTarget target;
    private final ContextInternal context;
    private final Duration longest;
    private final List<InetSocketAddress> fixed;
    private List<InetSocketAddress> told = List.of();
    private @Nullable InetSocketAddress reached;

    /** Those that were not reached when they were tried last, the latest at the end. */
    private final SequencedSet<InetSocketAddress> missed = new LinkedHashSet<>();

    /**
     * The addresses of a target.
     *
     * @param longest how long name servers may take
     */
    TargetAddresses(OriginTarget target, ContextInternal context, Duration longest) {
        this.target = target;
        this.context = context;
        this.longest = longest;
        this.fixed = fixed(target);
    }

    /** The target's name as TLS tells it to the server (RFC 6066 3); none where it has an address alone. */
    Optional<String> name() {
        return isAddress(target.host()) ? Optional.empty() : Optional.of(withoutLastDot(target.host()));
    }

    /** Reads the hosts file, once: not on an event loop. */
    static void readHostsFile() {
        HOSTS.addresses("localhost", ResolvedAddressTypes.IPV4_PREFERRED);
    }

    private static List<InetSocketAddress> fixed(OriginTarget target) {
        String host = target.host();
        if (isAddress(host)) {
            return List.of(new InetSocketAddress(host, target.port()));
        }
        List<InetAddress> listed = HOSTS.addresses(withoutLastDot(host), ResolvedAddressTypes.IPV4_PREFERRED);
        return listed == null
                ? List.of()
                : listed.stream().map(a -> at(a, target)).toList();
    }

    private static InetSocketAddress at(InetAddress address, OriginTarget target) {
        return new InetSocketAddress(address, target.port());
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /**
     * The addresses, at least one: the one that was {@linkplain #reached reached} last before the others, those that were
     * {@linkplain #missed missed} after them. Those known before stand in for name servers that fail or take too long. Completes on
     * the event loop; fails with {@link UnknownHostException}.
     */
    Future<List<InetSocketAddress>> find() {
        if (!fixed.isEmpty()) {
            return context.succeededFuture(inOrder(fixed));
        }
        return asked().map(found -> {
                    told = found.stream().map(a -> at(a.getAddress(), target)).toList();
                    return told;
                })
                .recover(this::knownBefore)
                .map(this::inOrder);
    }

    private Future<List<InetSocketAddress>> knownBefore(Throwable failure) {
        if (gone(failure)) {
            told = List.of();
        }
        return told.isEmpty() ? context.failedFuture(failure) : context.succeededFuture(told);
    }

    private Future<List<InetSocketAddress>> asked() {
        Promise<List<InetSocketAddress>> answer = context.promise();
        EventLoop eventLoop = context.nettyEventLoop();
        long timer = context.setTimer(
                longest.toMillis(),
                _ -> answer.tryFail(new UnknownHostException(target.host() + ": no answer of a name server in time")));
        context.owner().nameResolver().resolveAll(eventLoop, target.host()).addListener(result -> {
            context.owner().cancelTimer(timer);
            if (result.isSuccess()) {
                @SuppressWarnings("unchecked") // It is that of the future; Netty's listener does not say so.
                List<InetSocketAddress> found = (List<InetSocketAddress>) result.getNow();
                answer.tryComplete(found);
            } else {
                answer.tryFail(result.cause());
            }
        });
        return answer.future();
    }

    /** Whether the name servers say that there is no such name any more. */
    private static boolean gone(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof DnsErrorCauseException said && DnsResponseCode.NXDOMAIN.equals(said.getCode())) {
                return true;
            }
        }
        return false;
    }

    private List<InetSocketAddress> inOrder(List<InetSocketAddress> addresses) {
        missed.retainAll(addresses);
        List<InetSocketAddress> order = new ArrayList<>(addresses);
        order.removeAll(missed);
        order.addAll(missed);
        InetSocketAddress first = reached;
        if (first != null && order.remove(first)) {
            order.addFirst(first);
        }
        return order;
    }

    /** An address let itself be connected to. */
    void reached(InetSocketAddress address) {
        missed.remove(address);
        reached = address;
    }

    /** An address did not let itself be connected to: there may be no time for others after it, so that they come before it now. */
    void missed(InetSocketAddress address) {
        missed.remove(address);
        missed.add(address);
        if (address.equals(reached)) {
            reached = null;
        }
    }
}
