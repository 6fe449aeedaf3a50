package io.skerry.edge.generation;

import io.skerry.cache.message.Headers;
import io.skerry.edge.config.model.CacheChoice;
import io.skerry.edge.config.model.CachePolicySettings;
import io.skerry.edge.config.model.FunctionUse;
import io.skerry.edge.config.model.OriginSettings;
import io.skerry.edge.config.model.RouteSettings;
import io.skerry.edge.config.model.RoutesFile;
import io.skerry.edge.config.model.SiteSettings;
import io.skerry.edge.routing.Router;
import io.skerry.edge.routing.SiteRoutes;
import io.skerry.functions.runtime.CatalogEntry;
import io.skerry.functions.runtime.FunctionCatalog;
import io.skerry.functions.runtime.FunctionChain;
import io.skerry.functions.runtime.FunctionServices;
import io.skerry.functions.runtime.FunctionStartException;
import io.skerry.functions.runtime.OnError;
import io.skerry.functions.runtime.RunningFunction;
import io.skerry.functions.runtime.SnapshotRegistry;
import io.skerry.origin.OriginClient;
import io.skerry.origin.OriginTrust;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a generation from a checked routes file: opens the ways to origins, starts functions, wires routes. Blocks (functions load
 * their data), so it never runs on an event loop. A generation is whole or it is not there: what was opened is closed again on
 * failure.
 */
public final class GenerationBuilder {

    private final Vertx vertx;
    private final InstantSource clock;
    private final FunctionCatalog catalog;
    private final FunctionServices services;
    private final int eventLoops;

    /**
     * A builder for this process.
     *
     * @param eventLoops how many serve requests; each has its own connections to origins
     */
    public GenerationBuilder(
            Vertx vertx, InstantSource clock, FunctionCatalog catalog, FunctionServices services, int eventLoops) {
        this.eventLoops = eventLoops;
        this.vertx = vertx;
        this.clock = clock;
        this.catalog = catalog;
        this.services = services;
    }

    /**
     * Builds the whole.
     *
     * @param number of the generation
     * @param file checked
     * @param places where addresses are
     * @throws GenerationException if a file is unreadable or a function refuses to start
     */
    public Generation build(int number, RoutesFile file, Places places) throws GenerationException {
        Map<String, OriginClient> origins = new HashMap<>();
        SnapshotRegistry snapshots = new SnapshotRegistry(services);
        List<RunningFunction> running = new ArrayList<>();
        try {
            for (Map.Entry<String, OriginSettings> origin : file.origins().entrySet()) {
                origins.put(origin.getKey(), open(origin.getKey(), origin.getValue()));
            }
            Parts parts = new Parts(file, origins, snapshots, running);
            List<SiteRoutes<Route>> sites = new ArrayList<>();
            for (SiteSettings site : file.sites()) {
                sites.add(site(site, parts));
            }
            snapshots.awaitFirstLoads();
            return new Generation(number, file, Router.of(sites), origins, new Functions(running, snapshots), places);
        } catch (GenerationException | RuntimeException | Error failed) {
            origins.values().forEach(origin -> origin.close(Duration.ZERO));
            new Functions(running, snapshots).stop();
            throw failed;
        }
    }

    private record Parts(
            RoutesFile file,
            Map<String, OriginClient> origins,
            SnapshotRegistry snapshots,
            List<RunningFunction> running) {}

    private OriginClient open(String name, OriginSettings settings) throws GenerationException {
        OriginTrust trust = new OriginTrust.JvmDefault();
        if (settings.tls().ca().isPresent()) {
            trust = trust(settings.tls().ca().get().file());
        }
        return OriginClient.open(vertx, Origins.of(name, settings, trust), clock, eventLoops);
    }

    private static OriginTrust trust(Path authorities) throws GenerationException {
        try {
            return new OriginTrust.Authorities(Files.readString(authorities));
        } catch (IOException unreadable) {
            throw new GenerationException("cannot read " + authorities, unreadable);
        } catch (IllegalArgumentException other) {
            throw new GenerationException(authorities + ": " + other.getMessage(), other);
        }
    }

    private SiteRoutes<Route> site(SiteSettings site, Parts parts) throws GenerationException {
        SiteRoutes.Builder<Route> routes = SiteRoutes.site(site.name(), site.hosts());
        for (RouteSettings route : site.routes()) {
            routes.add(route.match().condition(), route(site, route, parts));
        }
        return routes.build();
    }

    private Route route(SiteSettings site, RouteSettings route, Parts parts) throws GenerationException {
        return new Route(
                new Site(site.name()),
                route.name(),
                action(route, parts),
                caching(site, route, parts),
                functions(site, route, parts),
                HeaderEdits.of(site.headers().request(), route.headers().request()),
                HeaderEdits.of(site.headers().response(), route.headers().response()));
    }

    private static RouteAction action(RouteSettings route, Parts parts) {
        if (route.redirect().isPresent()) {
            return new RouteAction.Redirect(
                    route.redirect().get().to(), route.redirect().get().status());
        }
        if (route.respond().isPresent()) {
            return respond(route.respond().get());
        }
        if (route.origin().isEmpty()) {
            return new RouteAction.FunctionsAnswer();
        }
        String name = route.origin().get();
        OriginClient client = parts.origins().get(name);
        if (client == null) {
            throw new IllegalStateException("a checked file names its origins: " + name);
        }
        return new RouteAction.Forward(name, client, route.target().orElse(null), PathRewrite.of(route.rewrite()));
    }

    private static RouteAction respond(RouteSettings.Respond respond) {
        Headers.Builder headers = Headers.builder();
        respond.headers().forEach((name, value) -> headers.add(name.text(), value.text()));
        Headers given = headers.build();
        boolean typed = given.contains("Content-Type") || respond.body().isEmpty();
        return new RouteAction.Respond(
                respond.status(),
                typed ? given : given.with("Content-Type", "text/plain; charset=utf-8"),
                Buffer.buffer(respond.body()));
    }

    private static Caching caching(SiteSettings site, RouteSettings route, Parts parts) {
        return switch (route.cache()) {
            case CacheChoice.Off _ -> new Caching.Off();
            case CacheChoice.Policy choice -> {
                Map<String, CachePolicySettings> all = parts.file().cachePolicies();
                CachePolicySettings settings = CachePolicies.named(choice.policy(), all);
                yield new Caching.By(CachePolicies.of(choice.policy(), all, site), settings.tags());
            }
        };
    }

    private FunctionChain functions(SiteSettings site, RouteSettings route, Parts parts) throws GenerationException {
        List<RunningFunction> chain = new ArrayList<>();
        for (FunctionUse use : route.functions()) {
            String id = freeId(site.name() + '/' + route.name() + '/' + use.name(), chain);
            chain.add(start(id, use, parts.snapshots()));
            parts.running().add(chain.getLast());
        }
        return FunctionChain.of(chain);
    }

    /** The second use of a function on a route is called -2, and so on. */
    private static String freeId(String name, List<RunningFunction> chain) {
        List<String> taken = chain.stream().map(RunningFunction::id).toList();
        String id = name;
        for (int use = 2; taken.contains(id); use++) {
            id = name + '-' + use;
        }
        return id;
    }

    private RunningFunction start(String id, FunctionUse use, SnapshotRegistry snapshots) throws GenerationException {
        CatalogEntry entry = catalog.find(use.name())
                .orElseThrow(() -> new IllegalStateException("a checked file names its functions: " + use.name()));
        OnError onError = switch (use.onError()) {
            case SKIP -> OnError.SKIP;
            case FAIL -> OnError.FAIL;
        };
        try {
            return RunningFunction.start(
                    entry,
                    new io.skerry.functions.runtime.FunctionUse(id, use.settings(), onError),
                    services,
                    snapshots);
        } catch (FunctionStartException refused) {
            throw new GenerationException("function " + refused.getMessage(), refused);
        }
    }
}
