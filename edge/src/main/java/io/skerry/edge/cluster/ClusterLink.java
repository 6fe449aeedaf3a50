package io.skerry.edge.cluster;

import io.skerry.cache.purge.record.ClusterPosition;
import io.skerry.cache.purge.record.PeerPurge;
import io.skerry.edge.cluster.LogState.Past;
import io.skerry.edge.cluster.MemberTable.Lease;
import io.skerry.edge.cluster.MemberTable.Member;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.ProtocolVersion;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two connections to the cluster's log: one that waits for entries, one for everything else. Whatever fails on either, or takes too
 * long, fails its future; the link is then closed and another made. On the cluster's event loop alone.
 */
final class ClusterLink {

    /** Of the stream, in Redis's memory. */
    static final long FEED_BYTES = 256L << 20;

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST_ENTRIES = 512;
    private static final int MOST_WAITING = 4_096;
    private static final int PURGE_BYTES = 8 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Redis redis;
    private final RedisConnection commands;
    private final RedisConnection reader;

    private ClusterLink(Redis redis, RedisConnection commands, RedisConnection reader) {
        this.redis = redis;
        this.commands = commands;
        this.reader = reader;
    }

    /**
     * Connects.
     *
     * @param lost told when a connection breaks, perhaps more than once
     */
    static Future<ClusterLink> open(Vertx vertx, String url, Consumer<ClusterLink> lost) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setMaxPoolSize(2)
                .setMaxPoolWaiting(2)
                .setMaxWaitingHandlers(MOST_WAITING)
                .setMaxStringLength(2L * PURGE_BYTES)
                .setProtocolNegotiation(false)
                .setPreferredProtocolVersion(ProtocolVersion.RESP2);
        options.getNetClientOptions().setConnectTimeout((int) PATIENCE.toMillis());
        Redis redis = Redis.createClient(vertx, options);
        return patient(redis.connect(), PATIENCE)
                .compose(commands -> patient(redis.connect(), PATIENCE).map(reader -> {
                    ClusterLink link = new ClusterLink(redis, commands, reader);
                    commands.exceptionHandler(failure -> lost.accept(link));
                    commands.endHandler(end -> lost.accept(link));
                    reader.exceptionHandler(failure -> lost.accept(link));
                    reader.endHandler(end -> lost.accept(link));
                    return link;
                }))
                .onFailure(failure -> redis.close());
    }

    /** Where the log stands; renews this node's lease. Fails with {@link NameTaken} if another node has the name. */
    Future<LogState> sync(Identity node, ClusterPosition read) {
        Request request = script(Scripts.SYNC)
                .arg(node.name())
                .arg(Long.toHexString(node.instance()))
                .arg(node.leaseMillis())
                .arg(id(read))
                .arg(newEpoch())
                .arg(node.namesakeMillis());
        return command(request).compose(answer -> {
            if (answer.get(0).toInteger() == 0) {
                return Future.failedFuture(new NameTaken(node.name()));
            }
            ClusterPosition end = position(
                    answer.get(1).toString(),
                    answer.get(2).toLong(),
                    answer.get(3).toString());
            String nextEpoch = answer.get(4).toString();
            Optional<ClusterPosition> next = nextEpoch.isEmpty()
                    ? Optional.empty()
                    : Optional.of(position(nextEpoch, answer.get(5).toLong(), "0-0"));
            String before = answer.get(6).toString();
            Past past = before.isEmpty() || before.equals(id(read)) ? Past.AS_READ : Past.REWRITTEN;
            LogState.Times times =
                    new LogState.Times(answer.get(7).toLong(), answer.get(8).toLong());
            return Future.succeededFuture(new LogState(end, next, past, times));
        });
    }

    /** Waits up to a second for entries after a position. */
    Future<List<LogEntry>> read(ClusterPosition after) {
        Request request = Request.cmd(Command.XREAD)
                .arg("BLOCK")
                .arg(WAIT.toMillis())
                .arg("COUNT")
                .arg(MOST_ENTRIES)
                .arg("STREAMS")
                .arg(Scripts.STREAM)
                .arg(id(after));
        return patient(reader.send(request), WAIT.plus(PATIENCE)).map(ClusterLink::entries);
    }

    /** Appends a purge; gives its place in the log, without an id. */
    Future<ClusterPosition> publish(String node, PeerPurge purge) {
        Request request = script(Scripts.PUBLISH)
                .arg(purge.encode())
                .arg(node)
                .arg(newEpoch())
                .arg(FEED_BYTES);
        return command(request)
                .map(answer -> position(answer.get(0).toString(), answer.get(1).toLong(), "0-0"));
    }

    /** Says how far this node has applied the log. */
    Future<Void> acknowledge(Identity node, ClusterPosition applied) {
        Request request = script(Scripts.ACKNOWLEDGE)
                .arg(node.name())
                .arg(Long.toHexString(node.instance()))
                .arg(Long.toHexString(applied.epoch()) + " " + applied.seq());
        return command(request).mapEmpty();
    }

    /** Who is a member, and how far each has come. */
    Future<MemberTable> table() {
        return command(script(Scripts.TABLE)).map(ClusterLink::table);
    }

    /** Begins another epoch in place of this one. */
    Future<Void> renew(long epoch) {
        Request request = script(Scripts.RENEW).arg(Long.toHexString(epoch)).arg(newEpoch());
        return command(request).mapEmpty();
    }

    /** The policy by which Redis may evict the log when its memory is full; empty if it may not, or does not say. */
    Future<String> evictionPolicy() {
        return command(Request.cmd(Command.INFO).arg("memory"))
                .map(answer -> MemoryInfo.evictionPolicy(answer.toString()))
                .otherwise("");
    }

    /** Takes the node out of the members. */
    Future<Void> leave(Identity node) {
        return command(script(Scripts.LEAVE).arg(node.name()).arg(Long.toHexString(node.instance())))
                .mapEmpty();
    }

    /** Closes both connections. */
    void close() {
        var _ = redis.close();
    }

    private Future<Response> command(Request request) {
        return patient(commands.send(request), PATIENCE);
    }

    private static <T> Future<T> patient(Future<T> future, Duration time) {
        return future.timeout(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Request script(String text) {
        return Request.cmd(Command.EVAL)
                .arg(text)
                .arg(5)
                .arg(Scripts.META)
                .arg(Scripts.STREAM)
                .arg(Scripts.MEMBERS)
                .arg(Scripts.ACKS)
                .arg(Scripts.LEFT);
    }

    private static String newEpoch() {
        // 0 stands for none.
        return Long.toHexString(RANDOM.nextLong() | 1);
    }

    private static List<LogEntry> entries(@Nullable Response answer) {
        List<LogEntry> entries = new ArrayList<>();
        if (answer == null || answer.size() == 0) {
            return entries;
        }
        for (Response entry : answer.get(0).get(1)) {
            Map<String, Response> fields = new HashMap<>();
            Response flat = entry.get(1);
            for (int i = 0; i + 1 < flat.size(); i += 2) {
                fields.put(flat.get(i).toString(), flat.get(i + 1));
            }
            entries.add(entry(entry.get(0).toString(), fields));
        }
        return entries;
    }

    private static LogEntry entry(String id, Map<String, Response> fields) {
        Response epoch = fields.get("e");
        Response seq = fields.get("s");
        Response purge = fields.get("p");
        if (epoch == null || seq == null || purge == null) {
            // Somebody else wrote into the stream: an entry of no epoch.
            return new LogEntry(position("0", 0, id), Optional.empty());
        }
        return new LogEntry(position(epoch.toString(), seq.toLong(), id), PeerPurge.decode(purge.toBytes()));
    }

    private static MemberTable table(Response answer) {
        long now = answer.get(0).toLong();
        long epoch = Long.parseUnsignedLong(answer.get(1).toString(), 16);
        Map<String, String> acks = new HashMap<>();
        Response flatAcks = answer.get(4);
        for (int i = 0; i + 1 < flatAcks.size(); i += 2) {
            acks.put(flatAcks.get(i).toString(), flatAcks.get(i + 1).toString());
        }
        List<Member> members = new ArrayList<>();
        Response flat = answer.get(3);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            String name = flat.get(i).toString();
            members.add(member(name, flat.get(i + 1).toString(), acks.getOrDefault(name, "0 0"), now));
        }
        members.sort(Comparator.comparing(Member::name));
        Map<String, Long> left = new HashMap<>();
        Response flatLeft = answer.get(5);
        for (int i = 0; i + 1 < flatLeft.size(); i += 2) {
            left.put(flatLeft.get(i).toString(), flatLeft.get(i + 1).toLong());
        }
        return new MemberTable(now, epoch, answer.get(2).toLong(), members, left);
    }

    private static Member member(String name, String lease, String ack, long now) {
        String[] leaseParts = lease.split(" ", -1);
        String[] ackParts = ack.split(" ", -1);
        long until = Long.parseLong(leaseParts[1]);
        return new Member(
                name,
                Long.parseUnsignedLong(leaseParts[0], 16),
                until < 0 || until >= now ? Lease.HELD : Lease.OVER,
                Long.parseUnsignedLong(ackParts[0], 16),
                Long.parseLong(ackParts[1]),
                Long.parseLong(leaseParts[2]));
    }

    private static ClusterPosition position(String epoch, long seq, String id) {
        int dash = id.indexOf('-');
        return new ClusterPosition(
                Long.parseUnsignedLong(epoch, 16),
                seq,
                Long.parseLong(id.substring(0, dash)),
                Long.parseLong(id.substring(dash + 1)));
    }

    private static String id(ClusterPosition position) {
        return position.entryMillis() + "-" + position.entryCount();
    }

    /** Another living node has the name. */
    static final class NameTaken extends Exception {

        private static final long serialVersionUID = 1;

        NameTaken(String name) {
            super("another node of the cluster is called " + name);
        }
    }
}
