package io.skerry.edge.admin;

import io.skerry.cache.store.StoreStats;
import io.skerry.purgeapi.token.Authenticator;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Supplier;

/** {@code GET /stats}: what the store holds and what happened to it. Needs a token with the scope {@code read}. */
public final class StatsPage {

    private static final String PARAMETER = "format";

    private final Supplier<StoreStats> stats;

    private StatsPage(Supplier<StoreStats> stats) {
        this.stats = stats;
    }

    /** The route of the page; {@code stats} is called on an event loop and reads counters alone. */
    public static AdminRoute route(Authenticator authenticator, Supplier<StoreStats> stats) {
        StatsPage page = new StatsPage(stats);
        return AdminRoute.page("/stats", new ReaderPage(authenticator, (request, _) -> page.answer(request)));
    }

    private void answer(HttpServerRequest request) {
        for (String name : request.params().names()) {
            if (!name.equals(PARAMETER)) {
                Problem.send(request, 400, "unknown parameter \"" + name + "\"; known is format");
                return;
            }
        }
        List<String> formats = request.params().getAll(PARAMETER);
        String format = formats.isEmpty() ? "json" : formats.getFirst();
        JsonObject shown = StoreReport.of(stats.get());
        if (formats.size() > 1 || !(format.equals("json") || format.equals("text"))) {
            Problem.send(request, 400, "format: expected json or text, once");
        } else if (format.equals("json")) {
            Answer.json(request, 200, "application/json", shown);
        } else {
            Answer.send(request, 200, "text/plain; charset=utf-8", Buffer.buffer(PlainTree.of(shown)));
        }
    }
}
