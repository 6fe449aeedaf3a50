package io.skerry.edge;

import io.skerry.cache.directive.TargetedCacheControl;
import io.skerry.cache.purge.PurgeLog;
import io.skerry.cache.purge.journal.JournalPage;
import io.skerry.edge.config.model.ServerSettings;
import io.skerry.edge.purges.MeteredPurges;
import io.skerry.edge.purges.SitePurgeTargets;
import io.skerry.edge.purges.StoreInventory;
import io.skerry.purgeapi.feed.FeedPage;
import io.skerry.purgeapi.feed.FeedRecord;
import io.skerry.purgeapi.feed.PurgeFeed;
import io.skerry.purgeapi.http.CallerGate;
import io.skerry.purgeapi.http.Gateway;
import io.skerry.purgeapi.http.PurgeApi;
import io.skerry.purgeapi.http.PurgeParts;
import io.skerry.purgeapi.limit.Allowance;
import io.skerry.purgeapi.limit.CallLimits;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The node's purge API, put together.
 *
 * @param api for the admin listener, and for clients' where a site wants that
 * @param authenticator recognises callers of the admin listener
 * @param inventory closed with the node
 */
record NodePurges(PurgeApi api, Authenticator authenticator, StoreInventory inventory) {

    /** So many wrong tokens in a row from one address are told apart from other faults. */
    private static final int WRONG_TOKENS_IN_A_ROW = 20;

    private static final Duration TOKENS_READ_EVERY = Duration.ofSeconds(2);

    static NodePurges of(EdgeNode node, Vertx vertx, CacheFolder folder) throws NodeStartException {
        ServerSettings.Admin admin = node.current().file().server().admin();
        NodeTokens tokens = NodeTokens.of(admin, folder.path(), node.clock());
        tokens.watch(vertx, TOKENS_READ_EVERY);
        StoreInventory inventory = new StoreInventory(folder.store(), folder.purges(), node.clock());
        PurgeParts parts = new PurgeParts(
                node.cluster().nodes(),
                inventory,
                feed(vertx, folder.path()),
                () -> new SitePurgeTargets(node.current()),
                new MeteredPurges(node.metrics().purges()));
        CallerGate gate = new CallerGate(tokens, limits(admin.rateLimit()));
        Gateway gateway = new Gateway(
                "Skerry edge node " + node.cluster().name(), List.of(TargetedCacheControl.CDN_CACHE_CONTROL));
        return new NodePurges(new PurgeApi(parts, gate, gateway, node.clock()), tokens, inventory);
    }

    private static CallLimits limits(ServerSettings.CallRate rate) {
        return new CallLimits(
                new Allowance(rate.requests().perSecond(), rate.burst()),
                new Allowance(rate.wrongTokens().perSecond(), WRONG_TOKENS_IN_A_ROW),
                System::nanoTime);
    }

    /** One reader at a time: each walks the journal. */
    private static PurgeFeed feed(Vertx vertx, Path folder) {
        return (seq, most) -> vertx.executeBlocking(() -> page(PurgeLog.page(folder, seq, most)), true)
                .toCompletionStage();
    }

    private static FeedPage page(JournalPage page) {
        List<FeedRecord> records = page.entries().stream()
                .map(entry -> new FeedRecord(
                        entry.number(), entry.id().toString(), entry.at(), entry.mode(), entry.selectors()))
                .toList();
        return new FeedPage(records, page.first(), page.last(), page.newest());
    }

    void close() {
        inventory.close();
    }
}
