package io.skerry.edge;

import io.skerry.cache.purge.JournalHealth;
import io.skerry.cache.purge.JournalRecovery;
import io.skerry.edge.admin.AdminRoute;
import io.skerry.edge.admin.AdminServer;
import io.skerry.edge.admin.AdminSettings;
import io.skerry.edge.admin.ExplainPage;
import io.skerry.edge.admin.MetricsPage;
import io.skerry.edge.admin.Probes;
import io.skerry.edge.admin.ReadyCheck;
import io.skerry.edge.admin.StatsPage;
import io.skerry.edge.config.model.Address;
import io.skerry.edge.explain.Explainer;
import io.skerry.purgeapi.http.PurgeApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** The node's admin listener: probes, metrics, purges, explanations. */
final class NodeAdmin {

    private NodeAdmin() {}

    /**
     * What it shows and hands requests to.
     *
     * @param folder what is stored
     * @param purges the purge API
     * @param explainer of requests
     */
    record Parts(CacheFolder folder, NodePurges purges, Explainer explainer) {}

    static AdminServer start(EdgeNode node, Vertx vertx, Parts parts) throws NodeStartException {
        CacheFolder folder = parts.folder();
        List<AdminRoute> routes = new ArrayList<>(List.of(
                Probes.live(),
                Probes.ready(
                        () -> node.current().number(),
                        List.of(
                                accepting(node),
                                journalOpen(folder),
                                storeOpen(folder),
                                node.cluster().ready())),
                MetricsPage.route(vertx, node.metrics()::scrape),
                StatsPage.route(
                        parts.purges().authenticator(), () -> folder.store().stats()),
                ExplainPage.route(parts.purges().authenticator(), parts.explainer()::explain)));
        PurgeApi.paths()
                .forEach(path -> routes.add(AdminRoute.all(path, parts.purges().api())));
        routes.add(AdminRoute.method(HttpMethod.valueOf("PURGE"), parts.purges().api()));
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
                () -> journal(folder.purges().stats().health(), folder.purges().recovery()));
    }

    /** A node that refuses purges serves nothing that was purged: it keeps its traffic, and says so. */
    static ReadyCheck.State journal(JournalHealth health, JournalRecovery recovery) {
        return new ReadyCheck.Ready(
                switch (health) {
                    case WRITABLE -> found(recovery);
                    case STANDING_STILL -> "does not answer: purges wait";
                    case UNWRITABLE -> "cannot be written: purges are refused";
                });
    }

    private static String found(JournalRecovery recovery) {
        return switch (recovery) {
            case JournalRecovery.Created _ -> "new";
            case JournalRecovery.Replayed(long records) -> "replayed, " + records + " records";
            case JournalRecovery.Damaged(String what) -> "made anew, the one before was damaged: " + what;
        };
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
}
