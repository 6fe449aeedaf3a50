package io.skerry.origin;

import io.skerry.cache.message.Method;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An {@link OriginClient} over Vert.x: picks targets, keeps pools, hands each exchange its parts. */
final class PooledOriginClient implements OriginClient {

    private final Vertx vertx;
    private final OriginSettings settings;
    private final InstantSource clock;
    private final Pools pools;
    private final List<TargetState> targets;
    private final TargetGroup everyTarget;
    private final Map<String, TargetGroup> byLabel = new ConcurrentHashMap<>();
    private final OriginFailure noTarget;
    private final OriginFailure closedAlready;
    private volatile boolean closed;

    PooledOriginClient(Vertx vertx, OriginSettings settings, InstantSource clock, int eventLoops) {
        if (eventLoops < 1) {
            throw new IllegalArgumentException("no event loop");
        }
        TargetAddresses.readHostsFile();
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.pools = new Pools(vertx, settings, eventLoops);
        this.targets = settings.targets().stream().map(TargetState::new).toList();
        this.noTarget = new OriginFailure(OriginFailure.Kind.NO_TARGET, settings.name() + ": no target of this label");
        this.closedAlready = new OriginFailure(OriginFailure.Kind.CLOSED, settings.name() + ": closed");
        this.everyTarget = new TargetGroup(targets, settings.balance());
        for (TargetState state : targets) {
            String label = state.target().label();
            if (label != null) {
                byLabel.computeIfAbsent(label, this::group);
            }
        }
    }

    private TargetGroup group(String label) {
        return new TargetGroup(
                targets.stream()
                        .filter(t -> Objects.equals(t.target().label(), label))
                        .toList(),
                settings.balance());
    }

    @Override
    public OriginExchange send(OriginRequest request) {
        return begun(request, null);
    }

    @Override
    public OriginUpgrade upgrade(OriginRequest request, String protocol) {
        if (!(request.body() instanceof RequestBody.None)
                || !request.head().method().equals(Method.GET)) {
            throw new IllegalArgumentException("an upgrade is a GET without content");
        }
        Upgrade upgrade = new Upgrade(protocol);
        // Nobody is told of interim responses before a switch.
        return upgrade.of(begun(new OriginRequest(request.head(), request.body(), request.label(), null), upgrade));
    }

    private Exchange begun(OriginRequest request, Exchange.@Nullable Switch wanted) {
        LoopPool pool = pools.ofThisLoop();
        Exchange exchange =
                new Exchange(vertx.getOrCreateContext(), pool.deadlines(), settings, clock, request, wanted);
        exchange.start(connector(pool, request, exchange));
        return exchange;
    }

    private Connector connector(LoopPool pool, OriginRequest request, Connector.Seeker seeker) {
        if (closed) {
            return new Connector(pool, null, closedAlready, seeker);
        }
        TargetGroup group = request.label() == null ? everyTarget : byLabel.get(request.label());
        return new Connector(pool, group, noTarget, seeker);
    }

    @Override
    public int inFlight() {
        return targets.stream().mapToInt(TargetState::inFlight).sum();
    }

    @Override
    public Future<Void> close(Duration grace) {
        closed = true;
        return pools.close(grace);
    }
}
