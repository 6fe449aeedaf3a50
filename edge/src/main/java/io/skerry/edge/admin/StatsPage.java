package io.skerry.edge.admin;

import io.skerry.cache.store.StoreStats;
import io.skerry.purgeapi.token.Authentication;
import io.skerry.purgeapi.token.Authenticator;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /stats}: what the store holds and what happened to it. Needs a token with the scope {@code read}. */
public final class StatsPage implements Handler<HttpServerRequest> {

    private static final String PARAMETER = "format";

    private final Authenticator authenticator;
    private final Supplier<StoreStats> stats;

    private StatsPage(Authenticator authenticator, Supplier<StoreStats> stats) {
        this.authenticator = authenticator;
        this.stats = stats;
    }

    /** The route of the page; {@code stats} is called on an event loop and reads counters alone. */
    public static AdminRoute route(Authenticator authenticator, Supplier<StoreStats> stats) {
        return AdminRoute.page("/stats", new StatsPage(authenticator, stats));
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (authenticator.authenticate(Optional.ofNullable(request.getHeader("Authorization")))) {
            case Authentication.Unknown unknown -> {
                request.response().putHeader("WWW-Authenticate", "Bearer realm=\"skerry\"");
                Problem.send(
                        request, 401, "This needs a token (" + unknown.reason().token() + ")");
            }
            case Authentication.Known known
            when !known.token().scopes().contains(TokenScope.READ) ->
                Problem.send(request, 403, "This token lacks the scope " + TokenScope.READ.token());
            case Authentication.Known _ -> answer(request);
        }
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
