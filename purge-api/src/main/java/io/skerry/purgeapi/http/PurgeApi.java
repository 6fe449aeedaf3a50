package io.skerry.purgeapi.http;

import io.skerry.purgeapi.FieldError;
import io.skerry.purgeapi.token.TokenScope;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The purge API on any number of listeners: native bodies, Fastly's and Cloudflare's forms, {@code PURGE}, and what can be asked about
 * purges.
 *
 * <p>Every step is on the request's event loop; only the journal, the other nodes and whoever counts what is stored work elsewhere, and
 * their answers return there. A purge is in force before it is answered. Whatever is wrong, nothing is purged.
 */
public final class PurgeApi implements Handler<HttpServerRequest> {

    private final PurgeParts parts;
    private final CallerGate gate;
    private final InstantSource clock;
    private final ReadCalls reads;
    private final IdempotentAnswers answers = new IdempotentAnswers(System::nanoTime);
    private final RecentPurges recent = new RecentPurges();
    private final LatencyWindow latencies = new LatencyWindow();

    /**
     * The API of a node.
     *
     * @param parts what it works with
     * @param gate lets callers in
     * @param gateway what it says of itself
     * @param clock dates that
     */
    public PurgeApi(PurgeParts parts, CallerGate gate, Gateway gateway, InstantSource clock) {
        this.parts = Objects.requireNonNull(parts);
        this.gate = Objects.requireNonNull(gate);
        this.clock = Objects.requireNonNull(clock);
        this.reads = new ReadCalls(parts, Objects.requireNonNull(gateway));
    }

    @Override
    public void handle(HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().toString();
        String method = request.method().name();
        Optional<String> address = method.equals("PURGE")
                ? Optional.ofNullable(request.remoteAddress()).map(SocketAddress::hostAddress)
                : Optional.empty();
        handle(request, PurgeEndpoint.of(method, request.uri(), host), address);
    }

    /**
     * Answers a {@code PURGE} that came in at a listener for clients.
     *
     * @param url what it names, as that listener understands it
     * @param client who sent it, as that listener knows, through proxies it trusts
     */
    public void purge(HttpServerRequest request, String url, String client) {
        handle(request, new PurgeEndpoint.Target(url), Optional.of(client));
    }

    private void handle(HttpServerRequest request, PurgeEndpoint endpoint, Optional<String> address) {
        ApiCall call = new ApiCall(parts.events(), request, endpoint);
        switch (gate.judge(request, address)) {
            case CallerGate.Verdict.Refused refused -> {
                call.of(refused.token().orElse(null), refused.grant().orElse(null));
                parts.events().turnedAway(refused.reason());
                call.answer(refused.answer());
            }
            case CallerGate.Verdict.Admitted admitted -> {
                call.of(admitted.token(), admitted.grant());
                dispatch(call);
            }
        }
    }

    private void dispatch(ApiCall call) {
        PurgeExecution.Memory memory = new PurgeExecution.Memory(recent, latencies, Vertx.currentContext());
        switch (call.endpoint()) {
            case PurgeEndpoint.Status status -> reads.status(call, status.id(), memory);
            case PurgeEndpoint.Feed feed -> reads.feed(call, memory);
            case PurgeEndpoint.Gateway gateway -> gateway(call, memory);
            case PurgeEndpoint.Description description -> call.answer(PurgeResponse.yaml(OpenApi.document()));
            case PurgeEndpoint.Unknown unknown ->
                call.answer(PurgeResponse.refused(404, "There is nothing at this path"));
            case PurgeEndpoint.OtherMethod other ->
                call.answer(PurgeResponse.refused(405, "This path answers " + other.allowed())
                        .with("Allow", other.allowed()));
            case PurgeEndpoint.Described described -> purge(call, memory);
            case PurgeEndpoint.Target target -> purge(call, memory);
            case PurgeEndpoint.ServiceKeys keys -> purge(call, memory);
            case PurgeEndpoint.ServiceKey key -> purge(call, memory);
            case PurgeEndpoint.ServiceAll all -> purge(call, memory);
            case PurgeEndpoint.Zone zone -> purge(call, memory);
        }
    }

    private void purge(ApiCall call, PurgeExecution.Memory memory) {
        new PurgeCall(parts, answers, memory, call).start();
    }

    private void gateway(ApiCall call, PurgeExecution.Memory memory) {
        if (call.caller().scopes().contains(TokenScope.READ)) {
            reads.gateway(call, memory, clock.instant());
        } else {
            call.answer(PurgeResponse.forbidden(new FieldError("", "the token lacks the scope read")));
        }
    }

    /** Paths of the API, without what is below them. */
    public static List<String> paths() {
        return List.of("/purge", "/gateway", "/openapi.yaml", "/service", "/client/v4/zones");
    }
}
