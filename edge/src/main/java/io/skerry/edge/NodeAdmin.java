package io.skerry.edge;

import io.skerry.cache.invalidation.PurgeMode;
import io.skerry.cache.invalidation.PurgeSelector;
import io.skerry.edge.admin.AdminRoute;
import io.skerry.edge.admin.AdminServer;
import io.skerry.edge.admin.AdminSettings;
import io.skerry.edge.admin.ExplainPage;
import io.skerry.edge.admin.MetricsPage;
import io.skerry.edge.admin.Probes;
import io.skerry.edge.admin.ReadyCheck;
import io.skerry.edge.config.model.Address;
import io.skerry.edge.metrics.PurgeMeters;
import io.skerry.purgeapi.delivery.SingleNode;
import io.skerry.edge.pipeline.Pipelines;
import io.skerry.purgeapi.http.PurgeEvents;
import io.skerry.purgeapi.http.PurgeHandler;
import io.skerry.purgeapi.token.AdminTokens;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Locale;

/** The node's admin listener: probes, metrics, purges, explanations. */
final class NodeAdmin {

    private NodeAdmin() {}

    static AdminServer start(EdgeNode node, Vertx vertx, CacheFolder folder, Pipelines pipelines)
            throws NodeStartException {
        AdminTokens tokens = NodeTokens.of(node.current().file().server().admin(), folder.path());
        Authenticator authenticator =
                authorization -> tokens.authenticate(authorization, node.clock().instant());
        PurgeHandler purge = new PurgeHandler(
                new SingleNode(nodeName(), folder.purges()::purge),
                authenticator,
                () -> new SitePurgeTargets(node.current()),
                new MeteredPurges(node.metrics().purges()));
        List<AdminRoute> routes = List.of(
                Probes.live(),
                Probes.ready(
                        () -> node.current().number(),
                        List.of(accepting(node), journalOpen(folder), storeOpen(folder))),
                MetricsPage.route(vertx, node.metrics()::scrape),
                AdminRoute.post("/purge", purge),
                ExplainPage.route(authenticator, pipelines.explainer()::explain));
        Address address = node.current().file().server().admin().address();
        return EdgeNode.started(
                AdminServer.start(vertx, AdminSettings.at(address.host(), address.port()), routes),
                "server.admin: cannot listen on " + address);
    }

    private static ReadyCheck accepting(EdgeNode node) {
        return new ReadyCheck(
                "listeners",
                () -> node.draining() ? new ReadyCheck.NotReady("draining") : new ReadyCheck.Ready("accepting"));
    }

    private static ReadyCheck journalOpen(CacheFolder folder) {
        return new ReadyCheck(
                "purge-journal",
                () -> new ReadyCheck.Ready(folder.purges().recovery().toString()));
    }

    /** A store that is still recovering misses what it has not read yet, and serves all the same. */
    private static ReadyCheck storeOpen(CacheFolder folder) {
        return new ReadyCheck("store", () -> {
            var health = folder.store().stats().health();
            return new ReadyCheck.Ready(
                    health.recovering()
                            ? "recovering, " + health.openShards() + " of " + health.shards() + " shards open"
                            : health.quarantinedShards() == 0
                                    ? "open"
                                    : health.quarantinedShards() + " shards quarantined");
        });
    }

    private static String nodeName() {
        String host = System.getenv("HOSTNAME");
        return host == null || host.isEmpty() ? "local" : host;
    }

    /** Counts purges by what they name and how. */
    private record MeteredPurges(PurgeMeters meters) implements PurgeEvents {

        @Override
        public void applied(List<PurgeSelector> selectors, PurgeMode mode) {
            for (PurgeSelector selector : selectors) {
                meters.applied(kind(selector), mode.name().toLowerCase(Locale.ROOT), 1);
            }
        }

        @Override
        public void answered(int status) {
            meters.answered(status);
        }

        private static String kind(PurgeSelector selector) {
            return switch (selector) {
                case PurgeSelector.Url _ -> "url";
                case PurgeSelector.Tag _ -> "tag";
                case PurgeSelector.Prefix _ -> "prefix";
                case PurgeSelector.Host _ -> "host";
                case PurgeSelector.Everything _ -> "everything";
            };
        }
    }
}
