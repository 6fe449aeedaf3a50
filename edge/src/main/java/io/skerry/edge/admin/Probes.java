package io.skerry.edge.admin;

import io.skerry.edge.admin.ReadyCheck.NotReady;
import io.skerry.edge.admin.ReadyCheck.Ready;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of {@code /live} and {@code /ready}. */
public final class Probes {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    private static final String JSON = "application/json";

    private Probes() {}

    /** {@code GET /live}: 200 as long as an event loop gets round to answering. */
    public static AdminRoute live() {
        return AdminRoute.page("/live", request -> Answer.json(request, 200, JSON, new JsonObject().put("live", true)));
    }

    /**
     * {@code GET /ready}: 200 when every check holds, else 503; both list the checks.
     *
     * @param generation of the routes file in force
     * @param checks in the order they are shown
     */
    public static AdminRoute ready(LongSupplier generation, List<ReadyCheck> checks) {
        return AdminRoute.page("/ready", new Readiness(generation, List.copyOf(checks)));
    }

    private record Readiness(LongSupplier generation, List<ReadyCheck> checks) implements Handler<HttpServerRequest> {

        @Override
        public void handle(HttpServerRequest request) {
            boolean ready = true;
            JsonArray shown = new JsonArray();
            for (ReadyCheck check : checks) {
                ReadyCheck.State state = ask(check);
                boolean holds = holds(state);
                ready &= holds;
                shown.add(new JsonObject()
                        .put("name", check.name())
                        .put("ready", holds)
                        .put("detail", state.detail()));
            }
            JsonObject body = new JsonObject()
                    .put("ready", ready)
                    .put("generation", generation.getAsLong())
                    .put("checks", shown);
            Answer.json(request, ready ? 200 : 503, JSON, body);
        }

        private static boolean holds(ReadyCheck.State state) {
            return switch (state) {
                case Ready ready -> true;
                case NotReady not -> false;
            };
        }

        private static ReadyCheck.State ask(ReadyCheck check) {
            try {
                return check.state().get();
            } catch (RuntimeException | Error defect) {
                LOG.error("ready check {} failed", check.name(), defect);
                return new NotReady("the check itself failed; see the log");
            }
        }
    }
}
